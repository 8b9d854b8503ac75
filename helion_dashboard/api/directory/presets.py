"""What usual directories need, as options of the group ``ldap`` of Keystone's configuration."""

ACTIVE_DIRECTORY, OPENLDAP = "ad", "openldap"

PRESETS = {
    ACTIVE_DIRECTORY: {
        "user_objectclass": "person",
        "user_id_attribute": "sAMAccountName",
        "user_name_attribute": "sAMAccountName",
        "user_mail_attribute": "mail",
        "user_enabled_attribute": "userAccountControl",
        "user_enabled_mask": 2,
        "user_enabled_default": "512",
        "group_objectclass": "group",
        "group_id_attribute": "cn",
        "group_name_attribute": "sAMAccountName",
        "group_member_attribute": "member",
        "group_members_are_ids": False,
        "page_size": 500,
    },
    OPENLDAP: {
        "user_objectclass": "inetOrgPerson",
        "user_id_attribute": "uid",
        "user_name_attribute": "uid",
        "user_mail_attribute": "mail",
        "user_enabled_attribute": "",
        "user_enabled_mask": 0,
        "user_enabled_default": "True",
        "group_objectclass": "groupOfNames",
        "group_id_attribute": "cn",
        "group_name_attribute": "cn",
        "group_member_attribute": "member",
        "group_members_are_ids": False,
        "page_size": 500,
    },
}
