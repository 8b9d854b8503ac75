"""The pages that change a node and a port."""

from django.contrib import messages
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.admin.nodes import bmc_trial, forms
from helion_dashboard.admin.nodes.edit_form import EditForm
from helion_dashboard.api import errors
from helion_dashboard.api.ironic import client as ironic
from helion_dashboard.kit import driver_fields, json_patch, nodes
from helion_dashboard.kit import forms as kit_forms

_NAMESPACE = "horizon:admin:uc_nodes"


class Edit(kit_forms.FormPage):
    name = "edit"
    rule = "node:update"
    back = gettext_lazy("Back to the node")
    note = gettext_lazy("Only what you change is sent. New BMC settings are tried first.")
    template = "helion_dashboard/nodes/edit.html"

    @property
    def title(self):
        if "node" not in self.__dict__:
            return _("Edit node")
        return _("Edit %s") % self.node.label

    @cached_property
    def node(self):
        """The node as Ironic has it now."""
        return ironic.get_node(self.request, self.kwargs["node"])

    def prepare(self):
        drivers = ironic.drivers(self.request)
        node = self.node
        driver = self.request.POST.get("driver") or node.driver
        same = driver == node.driver or driver not in drivers
        driver = node.driver if same else driver
        properties = self._properties(driver)
        self.form = EditForm(
            self.data,
            node=node,
            drivers=drivers,
            properties=properties,
            images=driver_fields.images(self.request, properties),
            interfaces=self._interfaces(driver) if same else {},
        )

    def check(self):
        name = self.form.cleaned_data.get("name")
        renamed = name and "name" in self.form.edits()
        if renamed and ironic.find_node(self.request, name):
            self.form.add_error("name", _("A node with this name already exists."))

    def save(self):
        if self.form.touches_bmc() and not self._reaches_bmc():
            return None
        changes = self.form.patch(self._obsolete())
        if changes:
            ironic.update_node(
                self.request,
                self.node.uuid,
                changes,
                reset_interfaces=self.form.driver_changed(),
            )
        if not self._save_traits(changes):
            return None
        nodes.forget_sweeps(self.request)
        sentence = _("The node %s was changed.") if self.form.edits() else _("Nothing was changed.")
        name = self.form.cleaned_data["name"] or self.node.uuid
        messages.success(self.request, sentence % name if "%" in sentence else sentence)
        return self.back_url()

    def back_url(self):
        return reverse(f"{_NAMESPACE}:detail", args=[self.kwargs["node"]])

    def answer_data(self):
        return {"values": {"shown": self.form.shown_now()}}

    def context(self):
        return {"node": self.node}

    def _properties(self, driver):
        return _of_driver(ironic.driver_properties, self.request, driver)

    def _interfaces(self, driver):
        return _of_driver(ironic.driver_interfaces, self.request, driver)

    def _obsolete(self):
        """Settings of the driver before that the new one does not know."""
        if not self.form.driver_changed():
            return ()
        new = self._properties(self.form.cleaned_data["driver"])
        old = self._properties(self.node.driver)
        return sorted(set(self.node.driver_info) & (set(old) - set(new)))

    def _reaches_bmc(self):
        """Whether the new settings work, or the user wants them anyway; errors go to the form."""
        data = self.form.cleaned_data
        driver_info = self.form.driver_info_now()
        if data.get("untested") or driver_info is None:
            return True
        interfaces = {
            f"{name}_interface": data.get(f"interface.{name}") for name in ("power", "management")
        }
        reason = bmc_trial.reason_against(
            self.request,
            self.node,
            data["driver"],
            driver_info,
            {name: value for name, value in interfaces.items() if value},
        )
        if reason:
            self.form.add_error(
                "untested",
                _("The BMC cannot be reached with these settings; nothing was saved: %s") % reason,
            )
        return not reason

    def _save_traits(self, changes):
        traits = self.form.new_traits()
        if traits is None:
            return True
        try:
            ironic.set_traits(self.request, self.node.uuid, traits)
        except errors.ServiceError as exc:
            self.form.add_error("traits", exc.reason)
            if changes:
                self.form.add_error(None, _("All other changes were saved."))
                self.__dict__.pop("node")
                self.form.node = self.node
            return False
        return True


def _of_driver(read, request, driver):
    """What Ironic says of a driver; empty for one that no conductor has now."""
    try:
        return read(request, driver)
    except errors.NotFound:
        return {}


class EditPort(kit_forms.FormPage):
    name = "edit_port"
    title = gettext_lazy("Edit port")
    rule = "port:update"
    back = gettext_lazy("Ports of the node")

    @cached_property
    def port(self):
        """The port as Ironic has it now."""
        for port in ironic.node_ports(self.request, self.kwargs["node"]):
            if port.uuid == self.kwargs["port"]:
                return port
        raise kit_forms.NotPossibleError(_("The node has no such port."))

    def prepare(self):
        self.form = forms.EditPortForm(self.data, initial=forms.port_values(self.port))

    def check(self):
        address = self.form.cleaned_data.get("address")
        if address and address != self.port.address:
            forms.check_mac_is_free(self.request, self.form)

    def save(self):
        changes = json_patch.changes(forms.port_members(self.port), self.form.members())
        if changes:
            ironic.update_port(self.request, self.port.uuid, changes)
        messages.success(self.request, _("The port %s was changed.") % self.port.address)
        return self.back_url()

    def back_url(self):
        return reverse(f"{_NAMESPACE}:detail", args=[self.kwargs["node"]]) + "?tab=ports"
