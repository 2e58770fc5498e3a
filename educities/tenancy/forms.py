"""Form fields over rows of a city."""

from typing import Any

from django import forms


class CityChoiceField(forms.ModelChoiceField):
    """Each form gets the rows of the scope that is open when it is made. Raises NoCity outside a scope."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        field = super().__deepcopy__(memo)
        field.queryset = self.rows()
        return field

    def rows(self) -> Any:
        """The rows to choose from."""
        return self.queryset.model._default_manager.all()  # type: ignore[union-attr]
