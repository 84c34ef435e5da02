"""What to do about faults in bank files, in words that several families of codes share."""

BANK_SV = "Boka inte för hand. Be banken om en ny fil, eller kontrollera överföringen och skicka filen igen."
BANK_EN = "Book nothing by hand. Ask the bank for a new file, or check the transfer and send the file again."
NOTHING_SV = "Ingen åtgärd behövs; filen har lästs ändå."
NOTHING_EN = "Nothing needs doing; the file was read all the same."
