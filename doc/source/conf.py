"""Settings of the documentation: ``tox -e docs``."""

import logging
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "_exts"), str(HERE.parents[1])]

import helion_dashboard

project = "helion-dashboard"
copyright = "the helion-dashboard authors"
version = release = helion_dashboard.__version__

extensions = ["openstackdocstheme", "tables", "where"]
exclude_patterns = ["_exts"]
nitpicky = True

html_theme = "openstackdocs"
html_copy_source = False
pygments_style = "native"
# The theme would ask git, which a tarball does not have.
openstackdocs_auto_name = False
openstackdocs_auto_version = False
html_last_updated_fmt = None
html_theme_options = {"sidebar_mode": "toc", "display_global_toc_section": True}

# In a tarball there is no commit to name, which the theme warns of.
logging.getLogger("sphinx.openstackdocstheme.ext").addFilter(
    lambda record: "gitsha" not in record.getMessage()
)
