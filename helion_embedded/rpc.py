"""oslo.messaging inside one process, with a real broker's manners."""


def through_json():
    """Send context, message and reply of the ``fake://`` driver through JSON, as a broker does.

    The driver hands Python objects over by reference. Cinder's scheduler then answered with a dict
    type of its own that the API cannot serialise, and what one side changes the other side sees.
    """
    from oslo_messaging._drivers import impl_fake
    from oslo_serialization import jsonutils

    def copy(value):
        return jsonutils.loads(jsonutils.dumps(value))

    reply, send = impl_fake.FakeIncomingMessage.reply, impl_fake.FakeDriver._send

    def copying_reply(self, answer=None, failure=None):
        return reply(self, copy(answer) if failure is None else None, failure)

    def copying_send(self, target, context, message, *args, **kwargs):
        return send(self, target, copy(context), copy(message), *args, **kwargs)

    impl_fake.FakeIncomingMessage.reply = copying_reply
    impl_fake.FakeDriver._send = copying_send
