"""Messages of DRF's own fields that a response can contain, for our catalogue: DRF's own has gaps."""

from django.utils.translation import gettext_lazy as _

SENTENCES = (
    _("This field is required."),
    _("This field may not be null."),
    _("This field may not be blank."),
    _("This list may not be empty."),
    _("Not a valid string."),
    _("A valid integer is required."),
    _("String value too large."),
    _("Must be a valid UUID."),
    _("Must be a valid boolean."),
    _('"{input}" is not a valid choice.'),
    _('Expected a list of items but got type "{input_type}".'),
    _("Ensure this field has no more than {max_length} characters."),
    _("Ensure this field has at least {min_length} characters."),
    _("Ensure this field has no more than {max_length} elements."),
    _("Ensure this field has at least {min_length} elements."),
    _("Ensure this value is less than or equal to {max_value}."),
    _("Ensure this value is greater than or equal to {min_value}."),
    _("Date has wrong format. Use one of these formats instead: {format}."),
    _("Expected a date but got a datetime."),
    _("Datetime has wrong format. Use one of these formats instead: {format}."),
    _("Expected a datetime but got a date."),
    _('Invalid datetime for the timezone "{timezone}".'),
    _("Datetime value out of range."),
    _("No file was submitted."),
    _("The submitted data was not a file. Check the encoding type on the form."),
    _("No filename could be determined."),
    _("The submitted file is empty."),
    _("Ensure this filename has at most {max_length} characters (it has {length})."),
)
