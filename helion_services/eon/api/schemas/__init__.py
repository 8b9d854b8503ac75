"""The JSON of the eon service.

What HPE's clients send is read as they send it: what they may leave out, or send besides, is looked
at where the words of HPE's service for it are.
"""
