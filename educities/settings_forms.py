"""Which forms of ours stand for those of allauth: their boxes take what people paste, as all others do."""

FORMS = "educities.accounts.forms"
ACCOUNT_FORMS = {
    "login": f"{FORMS}.LoginForm",
    "request_login_code": f"{FORMS}.RequestLoginCodeForm",
    "reset_password": f"{FORMS}.ResetPasswordForm",
    "add_email": f"{FORMS}.AddEmailForm",
    "change_email": f"{FORMS}.ChangeEmailForm",
    "signup": f"{FORMS}.SignupForm",
    "confirm_login_code": f"{FORMS}.ConfirmLoginCodeForm",
    "confirm_email_verification_code": f"{FORMS}.ConfirmEmailCodeForm",
    "confirm_password_reset_code": f"{FORMS}.ConfirmResetCodeForm",
}
MFA_FORMS = {
    "add_webauthn": f"{FORMS}.AddKeyForm",
    "edit_webauthn": f"{FORMS}.EditKeyForm",
    "authenticate": f"{FORMS}.SecondStepForm",
    "reauthenticate": f"{FORMS}.SecondStepAgainForm",
    "activate_totp": f"{FORMS}.ActivateAppForm",
}
