"""The errors of Django's forms as the browser's modules read them."""


def by_field(*forms):
    """``{name: [sentence, ...]}`` of all ``forms``, by the names that the fields have in the page.

    What belongs to no field is under ``__all__``, with the form's prefix where it has one.
    """
    return {
        form.add_prefix(name): [str(sentence) for sentence in said]
        for form in forms
        for name, said in form.errors.items()
    }
