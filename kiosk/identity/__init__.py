"""Who somebody is, and by what they showed it: a card, an e-ID code, a travel document; and what scanned codes are."""
