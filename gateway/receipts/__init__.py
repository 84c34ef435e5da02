"""What the sender gets back: the receipt (*kvittens*) and, when anything is found, the error
list (*fellista*).

Everything is made of an `Outcome` and its findings log; nothing here reads the file itself.
"""
