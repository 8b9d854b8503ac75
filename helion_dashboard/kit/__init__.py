"""Parts of panels: lists, details pages, actions, forms, live updates, plug-ins."""
