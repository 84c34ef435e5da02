"""Finding codes about employer declarations. No text shows an identity number; the line leads to the form."""

from gateway.catalogue.code import Code, Scope, Severity, code

CODES: tuple[Code, ...] = (
    code(
        "AGI-AREA",
        Severity.FATAL,
        Scope.FILE,
        sv=(
            "Fel område i Skatteverkets fil",
            "Filen är en fil till Skatteverket med området ”{value}”. Här läses bara området {expected}.",
            "Exportera arbetsgivardeklarationen ur lönesystemet på nytt och skicka den filen.",
        ),
        en=(
            "Wrong area in the tax agency's file",
            "The file is one for the tax agency, with the area “{value}”. Only the area {expected} is read here.",
            "Export the employer declaration from the payroll system again and send that file.",
        ),
    ),
    code(
        "AGI-FORM-NOT-READ",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "En blankett har hoppats över",
            "Blanketten är av slaget {value}. Bara {expected} läses.",
            "Ingen åtgärd behövs för kontrollen av löner och skatt. Frånvarouppgifter (FU) ingår inte i den.",
        ),
        en=(
            "A form was skipped",
            "The form is of the kind {value}. Only {expected} are read.",
            "Nothing needs doing for the check of pay and tax. Statements of absence (FU) are no part of it.",
        ),
    ),
    code(
        "AGI-FIELD-MISSING",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Uppgift saknas i blanketten",
            "Fältet {expected} saknas eller är tomt i {about}.",
            "Komplettera uppgiften i lönesystemet och skicka en ny fil.",
        ),
        en=(
            "A field is missing in the form",
            "The field {expected} is missing or empty in {about}.",
            "Complete the statement in the payroll system and send a new file.",
        ),
    ),
    code(
        "AGI-EMPLOYER-INVALID",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Arbetsgivarens nummer är fel",
            "Arbetsgivarens nummer {value} har fel form eller fel kontrollsiffra. Det ska ha 12 siffror.",
            "Rätta numret i lönesystemet: 16 och organisationsnumrets tio siffror.",
        ),
        en=(
            "The employer's number is wrong",
            "The employer's number {value} has a wrong form or check digit. It must have 12 digits.",
            "Correct the number in the payroll system: 16 and the ten digits of the organisation number.",
        ),
    ),
    code(
        "AGI-PERIOD-INVALID",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Ogiltig redovisningsperiod",
            "Perioden ”{value}” är inte en månad skriven ÅÅÅÅMM.",
            "Rätta perioden i lönesystemet och skicka en ny fil.",
        ),
        en=(
            "Invalid period",
            "The period “{value}” is not a month written YYYYMM.",
            "Correct the period in the payroll system and send a new file.",
        ),
    ),
    code(
        "AGI-CASE-DIFFERS",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Blanketten och ärendet stämmer inte överens",
            "Blanketten gäller {value}, men ärendet {expected}.",
            "Felanmäl till lönesystemets leverantör: arbetsgivare och period ska vara lika på båda ställena.",
        ),
        en=(
            "The form and the case do not agree",
            "The form is about {value}, but the case is {expected}.",
            "Report it to the payroll system's supplier: employer and period must be the same in both places.",
        ),
    ),
    code(
        "AGI-PAYEE-INVALID",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Betalningsmottagarens nummer är fel",
            "Betalningsmottagarens nummer i {about} har fel form, fel datum eller fel kontrollsiffra.",
            "Slå upp uppgiften på den angivna raden i originalfilen och rätta numret i lönesystemet.",
        ),
        en=(
            "The payee's number is wrong",
            "The payee's number in {about} has a wrong form, date or check digit.",
            "Look up the statement on the stated line of the original file and correct the number in the payroll.",
        ),
    ),
    code(
        "AGI-PAYEE-MISSING",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Betalningsmottagare saknas",
            "{about} säger inte vem den gäller: varken nummer [215], födelsetid [222] eller annan identitet [224].",
            "Komplettera uppgiften i lönesystemet och skicka en ny fil.",
        ),
        en=(
            "Payee missing",
            "{about} does not say whom it is about: no number [215], time of birth [222] or other identity [224].",
            "Complete the statement in the payroll system and send a new file.",
        ),
    ),
    code(
        "AGI-AMOUNT-INVALID",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Ogiltigt belopp i blanketten",
            "Beloppet ”{value}” går inte att läsa. Det ska skrivas i hela kronor med enbart siffror.",
            "Rätta beloppet i lönesystemet och skicka en ny fil.",
        ),
        en=(
            "Invalid amount in the form",
            "The amount “{value}” cannot be read. It must be written in whole kronor, in digits only.",
            "Correct the amount in the payroll system and send a new file.",
        ),
    ),
    code(
        "AGI-TAX-SUM",
        Severity.WARNING,
        Scope.FILE,
        sv=(
            "Summa skatteavdrag stämmer inte",
            (
                "Huvuduppgiften anger {value} kronor i avdragen skatt [497]. Filens individuppgifter och "
                "huvuduppgiftens egna avdrag ger {expected} kronor."
            ),
            (
                "Kontrollera om individuppgifter har lämnats i en annan fil. Annars: rätta deklarationen innan den "
                "lämnas till Skatteverket."
            ),
        ),
        en=(
            "The sum of deducted tax does not tally",
            (
                "The main form states {value} kronor of deducted tax [497]. The statements in the file and the main "
                "form's own deductions give {expected} kronor."
            ),
            "See whether statements were sent in another file. Otherwise correct the declaration before it is filed.",
        ),
    ),
)
