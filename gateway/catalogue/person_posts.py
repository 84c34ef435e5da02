"""Finding codes about posts of population registers. No text shows a name, an address or an identity number."""

from gateway.catalogue.code import Code, Scope, Severity, code

CODES: tuple[Code, ...] = (
    code(
        "PERSON-POST-NUMBER",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Personpost utan nummer",
            "Posten har varken personnummer eller samordningsnummer.",
            "Beställ uppgiften på nytt ur registret. Posten på den angivna raden har inte lästs in.",
        ),
        en=(
            "Post of a person without number",
            "The post has neither a personnummer nor a samordningsnummer.",
            "Order the post from the register again. The one on the stated line was not delivered.",
        ),
    ),
    code(
        "PERSON-POST-PROTECTION",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Markeringen av skyddad identitet kan inte läsas",
            "Fältet {term} saknas eller är inte något av {expected}. Personen behandlas som skyddad.",
            "Kontrollera med registret om personen har skyddade uppgifter. Lämna inte ut någon uppgift innan dess.",
        ),
        en=(
            "The mark of protected identity cannot be read",
            "The field {term} is missing or none of {expected}. The person is handled as protected.",
            "Check with the register whether the person's particulars are protected. Disclose nothing before that.",
        ),
    ),
    code(
        "PERSON-POST-DATE",
        Severity.WARNING,
        Scope.PART,
        sv=(
            "Datum som inte kan läsas",
            "Datumet {value} i fältet {term} är inte en hel dag skriven {expected}. Det har utelämnats.",
            "Ingen åtgärd behövs om dagen är okänd i registret. Kontrollera annars posten på den angivna raden.",
        ),
        en=(
            "A date that cannot be read",
            "The date {value} in the field {term} is not a whole day written {expected}. It was left out.",
            "Nothing needs doing if the register does not know the day. Otherwise check the post on the stated line.",
        ),
    ),
    code(
        "PERSON-POST-INCOME",
        Severity.ERROR,
        Scope.PART,
        sv=(
            "Inkomsten eller inkomståret kan inte läsas",
            "Fältet {term} är ”{value}”. Så ska det skrivas: {expected}.",
            "Beställ uppgiften på nytt från SPAR. Posten på den angivna raden har inte lästs in.",
        ),
        en=(
            "The income or its year cannot be read",
            "The field {term} is “{value}”. It is to be written: {expected}.",
            "Order the post from SPAR again. The one on the stated line was not delivered.",
        ),
    ),
)
