"""The JSON of the Backup service. Sizes are in bytes, times of day in UTC."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Integer, List, Nested, String
from apiflask.validators import Length, OneOf, Range

from helion_services.backup import plans, states
from helion_services.base.fields import Fact, Moment
from helion_services.base.operations import states as operation_states
from helion_services.base.paging import PageQuery

_NAME = Length(1, 255)
_LOCATION = Length(1, 1000)
_PASSWORD = Length(8, 1024)
_ID = Length(1, 64)


class Schedule(Schema):
    at = String(
        required=True,
        validate=Length(5, 5),
        metadata={"description": "time of day in UTC, such as 02:00"},
    )
    window = Integer(
        load_default=120,
        validate=Range(1, 1440),
        metadata={"description": "minutes within which it may begin"},
    )
    verify = Boolean(
        load_default=True, metadata={"description": "whether it is verified afterwards"}
    )


class Retention(Schema):
    last = Integer(load_default=7, validate=Range(1, 1000))
    daily = Integer(load_default=7, validate=Range(0, 1000))
    weekly = Integer(load_default=4, validate=Range(0, 1000))
    monthly = Integer(load_default=6, validate=Range(0, 1000))


class Repository(Schema):
    id = String()
    name = String()
    location = String()
    keys_location = String()
    schedule = Nested(Schedule, allow_none=True)
    retention = Nested(Retention)
    next_at = Moment(allow_none=True, metadata={"description": "when a backup is due next"})
    size = Integer(metadata={"description": "that both repositories take"})
    backups = Integer(metadata={"description": "in it"})
    variables = List(String(), metadata={"description": "names; values are never shown"})
    state = String(validate=OneOf(states.REPOSITORY))
    state_reason = String(allow_none=True)
    state_reason_fact = Nested(Fact, allow_none=True)
    operation_id = String(allow_none=True, metadata={"description": "that works on it now"})
    created_at = Moment()
    updated_at = Moment()


class Repositories(Schema):
    repositories = List(Nested(Repository))
    next_marker = String(allow_none=True)


class RepositoryUpdate(Schema):
    name = String(validate=_NAME)
    schedule = Nested(Schedule, allow_none=True)
    retention = Nested(Retention)
    environment = Dict(
        keys=String(validate=Length(1, 64)),
        values=String(validate=Length(1, 4096)),
        validate=Length(max=32),
        metadata={
            "description": "variables that the storage needs: AWS_..., OS_... or ST_...; they"
            " replace all of before, and none removes them"
        },
    )


class RepositoryCreate(RepositoryUpdate):
    name = String(required=True, validate=_NAME)
    location = String(
        required=True,
        validate=_LOCATION,
        metadata={"description": "a folder, or restic's sftp:, s3: or swift: location"},
    )
    keys_location = String(
        required=True,
        validate=_LOCATION,
        metadata={"description": "the repository of the keys, another than location"},
    )
    password = String(required=True, validate=_PASSWORD)
    keys_password = String(required=True, validate=_PASSWORD)
    schedule = Nested(Schedule, load_default=None, allow_none=True)
    retention = Nested(
        Retention, load_default=lambda: {"last": 7, "daily": 7, "weekly": 4, "monthly": 6}
    )
    environment = Dict(
        keys=String(validate=Length(1, 64)),
        values=String(validate=Length(1, 4096)),
        validate=Length(max=32),
        load_default=dict,
    )


class RepositoryQuery(PageQuery):
    pass


class UnregisterQuery(Schema):
    force = Boolean(load_default=False, metadata={"description": "even if backups are listed"})


class Reason(Fact):
    detail = String()


class Verification(Schema):
    counts = Dict(metadata={"description": "number by kind after the restore"})
    problems = List(Nested(Reason))


class Backup(Schema):
    id = String()
    repository_id = String()
    repository = String(metadata={"description": "its name"})
    taken_at = Moment()
    parts = List(String(), metadata={"description": "names of what is in it"})
    size = Integer()
    added = Integer(metadata={"description": "what it added to the repository"})
    state = String(validate=OneOf(states.SNAPSHOT))
    verified_at = Moment(allow_none=True, metadata={"description": "when that was last tried"})
    operation_id = String(allow_none=True, metadata={"description": "that works on it now"})


class BackupDetail(Backup):
    counts = Dict(metadata={"description": "number by kind when it was taken"})
    verification = Nested(Verification, allow_none=True)
    cloud = String(metadata={"description": "identity of the cloud"})
    restic_id = String()
    keys_id = String(allow_none=True)
    release = String(metadata={"description": "of the services that took it"})
    running = List(String(), metadata={"description": "operations that ran meanwhile"})
    files = List(String(), metadata={"description": "files and folders in it"})


class Backups(Schema):
    backups = List(Nested(Backup))
    next_marker = String(allow_none=True)


class BackupQuery(PageQuery):
    state = String(validate=OneOf(states.SNAPSHOT))
    repository_id = String(validate=_ID)


class TakeRequest(Schema):
    repository_id = String(required=True, validate=_ID)
    verify = Boolean(load_default=True, metadata={"description": "verify it afterwards"})


class Begun(Schema):
    operation_id = String()


class Count(Schema):
    count = Integer(metadata={"description": "backups in the repository"})


class Summary(Schema):
    ready = Boolean(metadata={"description": "whether backups can be taken"})
    reason = String(allow_none=True, metadata={"description": "why not"})
    reason_fact = Nested(Fact, allow_none=True)
    verified_at = Moment(
        allow_none=True, metadata={"description": "when the last verified backup was taken"}
    )
    too_old = Boolean(metadata={"description": "whether that is too long ago"})
    warn_hours = Integer(metadata={"description": "from which age on it is too old"})
    next_at = Moment(allow_none=True)
    backups = Integer(metadata={"description": "that are kept"})
    size = Integer(metadata={"description": "of all repositories"})
    parts = List(String(), metadata={"description": "what the next backup will have"})


class RestoreQuery(Schema):
    parts = String(
        validate=Length(max=2000),
        metadata={"description": "names of what is restored, with commas; all by default"},
    )


class RestoreRequest(Schema):
    parts = List(
        String(validate=Length(1, 63)),
        load_default=None,
        allow_none=True,
        validate=Length(1, 100),
        metadata={"description": "names of what is restored; all by default"},
    )
    digest = String(required=True, validate=Length(64, 64), metadata={"description": "of the plan"})


class Overwrite(Schema):
    part = String()
    databases = List(String())
    files = List(String())


class Difference(Schema):
    kind = String(metadata={"description": "such as nodes"})
    change = String(
        validate=OneOf(plans.CHANGES),
        metadata={"description": "new: would be lost; changed; gone: would come back"},
    )
    id = String()
    name = String(allow_none=True)
    state = String(allow_none=True, metadata={"description": "now"})
    former = String(allow_none=True, metadata={"description": "state in the backup"})


class NewerOperation(Schema):
    id = String()
    title = String()
    title_fact = Nested(Fact, allow_none=True)
    state = String(validate=OneOf(operation_states.ALL))
    created_at = String()


class RestoreCheck(Reason):
    level = String(validate=OneOf(plans.LEVELS))


class RestorePlan(Schema):
    backup_id = String()
    parts = List(String(), metadata={"description": "that are restored"})
    available = List(String(), metadata={"description": "all that are in the backup"})
    stops = List(String(), metadata={"description": "services that are stopped meanwhile"})
    overwrites = List(Nested(Overwrite))
    differences = List(
        Nested(Difference), metadata={"description": "what is not as the backup has it"}
    )
    difference_count = Integer()
    operations = List(Nested(NewerOperation), metadata={"description": "begun since"})
    checks = List(Nested(RestoreCheck))
    possible = Boolean()
    digest = String(metadata={"description": "to begin exactly this"})
