"""Groups of people that meet: sessions, invitations and answers, attendance. Whose groups they are, apps above say."""
