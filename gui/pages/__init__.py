"""The pages of the wizard; which one is shown is a pure function of the view."""
