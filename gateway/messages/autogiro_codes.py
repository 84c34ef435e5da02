"""What the codes in Bankgirot's Autogiro files mean, in Swedish and English.

Source: Bankgirot, "Autogiro, Teknisk manual", 2016-12-13. The words are ours.
"""

from typing import NamedTuple


class Meaning(NamedTuple):
    """What a code means, for people."""

    sv: str
    en: str


PAYMENT_STATUSES = {
    "0": Meaning("genomförd", "carried out"),
    "1": Meaning("täckning saknas på kontot", "no funds on the account"),
    "2": Meaning("kontot är avslutat eller får inte användas", "the account is closed or may not be used"),
    "9": Meaning("täckning saknas, ett nytt försök görs", "no funds, another attempt will be made"),
}
"""Payment specification, position 80 of TK82 and TK32."""

REFUNDS = {
    "01": Meaning("betalaren har inte lämnat något medgivande", "the payer has given no mandate"),
    "02": Meaning("betalaren har återkallat medgivandet", "the payer has revoked the mandate"),
    "03": Meaning(
        "beloppet var högre än betalaren kunde vänta sig", "the amount was higher than the payer could expect"
    ),
}
"""Payment specification, positions 78-79 of TK77."""

REJECTIONS = {
    "01": Meaning("medgivande saknas", "there is no mandate"),
    "02": Meaning("kontot är avslutat eller inte godkänt", "the account is closed or not approved"),
    "03": Meaning("betalaren har stoppat medgivandet", "the payer has stopped the mandate"),
    "04": Meaning("betalarens bankgironummer är fel", "the payer's bankgiro number is wrong"),
    "05": Meaning("mottagarens bankgironummer är fel", "the payee's bankgiro number is wrong"),
    "06": Meaning("periodkoden är fel", "the period code is wrong"),
    "07": Meaning("antalet för det återkommande uppdraget är fel", "the number of repetitions is wrong"),
    "08": Meaning("beloppet är inte siffror", "the amount is not digits"),
    "09": Meaning("utbetalningar är inte tillåtna", "payments to payers are not allowed"),
    "10": Meaning("bankgironumret finns inte hos Bankgirot", "Bankgirot does not know the bankgiro number"),
    "12": Meaning("betalningsdagen är fel", "the day of payment is wrong"),
    "13": Meaning("betalningsdagen har passerats", "the day of payment has passed"),
    "15": Meaning(
        "bankgironumret är ett annat än i öppningsposten", "the bankgiro number differs from the opening record"
    ),
    "24": Meaning("beloppet är över maxbeloppet", "the amount is above the limit"),
}
"""Rejected payment orders, positions 59-60."""

CHANGE_TYPES = {
    "03": Meaning("medgivandet är borttaget", "the mandate is deleted"),
    "11": Meaning("stoppad av betalaren eller dennes bank", "stopped by the payer or the payer's bank"),
    "21": Meaning("mottagarens avtal är avslutat", "the payee's agreement has ended"),
    "22": Meaning("alla betalningar en dag makuleras", "all payments of a day are cancelled"),
    "23": Meaning("makulera en betalares alla betalningar", "cancel all payments of a payer"),
    "24": Meaning("makulera en betalares betalningar en dag", "cancel the payments of a payer on a day"),
    "25": Meaning("makulera en betalning", "cancel one payment"),
    "26": Meaning("flytta alla betalningar", "move all payments"),
    "27": Meaning("flytta alla betalningar en dag", "move all payments of a day"),
    "28": Meaning("flytta en betalares betalningar en dag", "move the payments of a payer on a day"),
    "29": Meaning("flytta en betalning", "move one payment"),
}
"""List of cancellations and changes, positions 1-2. Up to 22 the bank or the payer began it, from 23 the payee."""

CHANGES = {
    "01": Meaning("betalningsdagen är fel", "the day of payment is wrong"),
    "02": Meaning("betalarnumret är fel", "the payer number is wrong"),
    "04": Meaning("koden för in- eller utbetalning är fel", "the code of collection or disbursement is wrong"),
    "05": Meaning("beloppet är fel", "the amount is wrong"),
    "06": Meaning("den nya betalningsdagen är fel", "the new day of payment is wrong"),
    "10": Meaning("mottagarens bankgironummer har fel kontrollsiffra", "wrong check digit of the payee's bankgiro"),
    "11": Meaning("mottagarens bankgironummer saknas", "the payee's bankgiro number is missing"),
    "12": Meaning("makulerad", "cancelled"),
    "13": Meaning("betalningen finns inte, inget är gjort", "there is no such payment, nothing was done"),
    "14": Meaning("betalningsdagen är ändrad", "the day of payment is changed"),
    "15": Meaning("återkommande uppdrag kan inte flyttas", "a recurring payment cannot be moved"),
    "18": Meaning("betalningsdagen är ändrad", "the day of payment is changed"),
}
"""List of cancellations and changes, positions 73-74."""

CARRIED_OUT = frozenset({"12", "14", "18"})
"""The comments of `CHANGES` that say that something was done. Only these payments are in the sums of the list."""

MANDATE_INFORMATION = {
    "03": Meaning("mottagaren har tagit bort medgivandet", "deleted by the payee"),
    "04": Meaning("mottagaren har lagt upp medgivandet", "set up by the payee"),
    "05": Meaning("mottagaren har bytt betalarnummer", "payer number changed by the payee"),
    "10": Meaning("mottagarens bankgironummer är avslutat", "the payee's bankgiro number is closed"),
    "42": Meaning("svar från betalarens bank", "answer from the payer's bank"),
    "43": Meaning("betalarens bank har inte svarat", "the payer's bank has not answered"),
    "44": Meaning("betalarens bankgironummer är avslutat", "the payer's bankgiro number is closed"),
    "46": Meaning("betalaren eller dennes bank har tagit bort medgivandet", "deleted by the payer or the payer's bank"),
    "93": Meaning("betalaren har tagit bort medgivandet", "deleted by the payer"),
}
"""Mandate advice, positions 62-63 of TK73: what the advice is about."""

MANDATE_STATUSES = {
    "01": Meaning("borttaget av banken", "deleted by the bank"),
    "02": Meaning("borttaget av betalaren eller dennes bank", "deleted by the payer or the payer's bank"),
    "03": Meaning("kontot får inte användas för Autogiro", "the account may not be used for Autogiro"),
    "04": Meaning("medgivandet finns inte hos Bankgirot", "Bankgirot does not have the mandate"),
    "05": Meaning("kontonumret eller personnumret är fel", "the account or identity number is wrong"),
    "06": Meaning("borttaget av Bankgirot", "deleted by Bankgirot"),
    "07": Meaning("borttaget, betalarens bank har inte svarat", "deleted, the payer's bank has not answered"),
    "09": Meaning("betalarens bankgironummer finns inte", "the payer's bankgiro number does not exist"),
    "10": Meaning("medgivandet finns redan eller väntar på svar", "the mandate is there already or awaits an answer"),
    "11": Meaning("stoppat av betalaren", "stopped by the payer"),
    "12": Meaning("stoppet är hävt", "no longer stopped"),
    "20": Meaning(
        "person- eller organisationsnumret är fel, eller avtal saknas",
        "the identity or organisation number is wrong, or there is no agreement",
    ),
    "21": Meaning("betalarnumret är fel", "the payer number is wrong"),
    "23": Meaning("kontonumret är fel", "the account number is wrong"),
    "24": Meaning("maxbelopp är inte tillåtet", "a limit of the amount is not allowed"),
    "29": Meaning("mottagarens bankgironummer är fel", "the payee's bankgiro number is wrong"),
    "30": Meaning("mottagarens bankgironummer är avregistrerat", "the payee's bankgiro number is deregistered"),
    "32": Meaning("nytt medgivande", "new mandate"),
    "33": Meaning("borttaget", "deleted"),
    "98": Meaning("borttaget, betalarens bankgironummer är avslutat", "deleted, the payer's bankgiro number is closed"),
}
"""Mandate advice, positions 64-65 of TK73: what has become of the mandate."""

WEB_BANK_TYPES = {
    "0": Meaning("nytt medgivande från betalarens internetbank", "new mandate from the payer's web bank"),
    "1": Meaning("första påminnelsen", "first reminder"),
    "2": Meaning("andra påminnelsen", "second reminder"),
}
"""Mandates given in web banks, position 62 of TK52."""

REGISTER_STATUSES = {
    "1": Meaning("godkänt", "approved"),
    "2": Meaning("väntar på svar från betalarens bank", "awaits an answer from the payer's bank"),
}
"""Extract from the mandate register, position 58."""
