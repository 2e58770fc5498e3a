"""What the practice city says of itself about people's data: everything in it is invented."""

from reports.management.practice.words import in_three

NOTICE = {
    "responsible": in_three(
        "Harbour City Municipality, Education Department (invented)\n1 Pier Street, Harbour City",
        "עיריית נווה נמל, אגף החינוך (עיר בדויה)\nרחוב המזח 1, נווה נמל",
        "بلديّة مرفأ الخير، قسم التربية والتعليم (مدينة متخيَّلة)\nشارع الرصيف 1، مرفأ الخير",
    ),
    "contact": in_three(
        "Education Department, office@practice.example\nPrivacy protection officer: privacy@practice.example",
        "אגף החינוך, office@practice.example\nהממונה על הגנת הפרטיות: privacy@practice.example",
        "قسم التربية والتعليم، office@practice.example\nالمسؤول عن حماية الخصوصيّة: privacy@practice.example",
    ),
    "grounds": in_three(
        "Ideas, meetings and cohorts: so that residents shape education in their city, as a task of the municipality."
        "\nPhotographs and sharing with other cities: only with a yes, until it is taken back.",
        "רעיונות, מפגשים ומחזורים: כדי שתושבות ותושבים יעצבו את החינוך בעירם, כחלק מתפקידי העירייה."
        "\nצילומים ושיתוף עם ערים אחרות: רק בהסכמה, עד שחוזרים ממנה.",
        "الأفكار واللقاءات والأفواج: كي يشارك السكان في تشكيل التعليم في مدينتهم، ضمن مهامّ البلديّة."
        "\nالصور والمشاركة مع مدن أخرى: بموافقة فقط، إلى أن تُسحب.",
    ),
    "processors": in_three(
        "This practice city runs on the computer on which it was started. It sends no email and hands nothing on.",
        "עיר התרגול פועלת במחשב שבו הופעלה. היא לא שולחת מיילים ולא מעבירה דבר לאחרים.",
        "تعمل مدينة التدريب على الحاسوب الذي شُغّلت عليه. لا ترسل بريدًا ولا تنقل شيئًا إلى أحد.",
    ),
}
