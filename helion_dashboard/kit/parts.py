"""Parts of a page that are refreshed one by one, declared where they stand in its template.

``{% part "head" aria_live="polite" %}…{% endpart %}`` draws an element with the id ``helion-head``.
For the JSON that the page's module asks for, :func:`draw` draws the page's block ``helion`` again,
by the same template, and returns the content of its parts. ``refresh`` is then true in the
template: what is not in a part and costs something can be left out.
"""

from django import template
from django.template import loader
from django.template.base import token_kwargs
from django.template.context import make_context
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext, BlockNode, ExtendsNode
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

#: The block that holds all that is a panel's own, and the template that has it.
_BLOCK, _TOP = "helion", "helion_dashboard/base.html"
_COLLECTED = "helion_parts"


class PartNode(template.Node):
    """A part: its name and attributes are expressions of the template."""

    def __init__(self, name, attributes, nodelist):
        self.name = name
        self.attributes = attributes
        self.nodelist = nodelist

    def render(self, context):
        ident = f"helion-{self.name.resolve(context)}"
        with context.push():
            content = SafeString(self.nodelist.render(context).strip())
        parts = context.get(_COLLECTED)
        if parts is not None:
            parts[ident] = content
        attributes = {name: value.resolve(context) for name, value in self.attributes.items()}
        element = SafeString(attributes.pop("element", "div"))
        pairs = ((name.replace("_", "-"), value) for name, value in attributes.items() if value)
        return format_html(
            '<{} id="{}"{}>{}</{}>',
            element,
            ident,
            format_html_join("", ' {}="{}"', pairs),
            content,
            element,
        )


def part(parser, token):
    """``{% part "name" [element="p"] [attribute=value ...] %}…{% endpart %}``

    An underscore in an attribute's name becomes a hyphen; an empty attribute is left out.
    """
    bits = token.split_contents()[1:]
    if not bits:
        raise template.TemplateSyntaxError("A part needs a name.")
    name = parser.compile_filter(bits.pop(0))
    attributes = token_kwargs(bits, parser)
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(name, attributes, nodelist)


def draw(name, context, request):
    """``{id: html}`` of all parts of the page that is drawn by the template ``name``."""
    source = loader.get_template(name).template
    parts = {}
    bound = make_context({**context, "refresh": True, _COLLECTED: parts}, request)
    with bound.render_context.push_state(source), bound.bind_template(source):
        blocks = BlockContext()
        for part_of_chain in _chain(source, bound):
            nodes = part_of_chain.nodelist.get_nodes_by_type(BlockNode)
            blocks.add_blocks({node.name: node for node in nodes})
        bound.render_context[BLOCK_CONTEXT_KEY] = blocks
        blocks.get_block(_BLOCK).render(bound)
    return parts


def _chain(source, context):
    """The template and those that it extends, below the top."""
    while source is not None:
        yield source
        extends = next((node for node in source.nodelist if isinstance(node, ExtendsNode)), None)
        parent = extends.parent_name.resolve(context) if extends else _TOP
        source = None if parent == _TOP else loader.get_template(parent).template
