"""HP's baremetal.csv, as HP wrote it and as spreadsheets write it."""

import pytest

from helion_services.nodes import importer

MAC, OTHER = "94:18:82:01:0a:a0", "94:18:82:01:0b:a0"

# The rows of HP's own example.
HP = """\
78:e7:d1:22:5d:58,administrator,password,192.168.11.1,12,32768,2048,Undercloud,IPMI
78:e7:d1:22:5d:10,administrator,password,192.168.11.5,12,32768,2048,OvercloudControl,IPMI
78:e7:d1:22:52:90,administrator,password,192.168.11.3,12,32768,2048,OvercloudControl,IPMI
78:e7:d1:22:5d:c0,administrator,password,192.168.11.2,12,32768,2048,OvercloudControl,IPMI
78:e7:d1:22:5d:a8,administrator,password,192.168.11.4,12,32768,2048,OvercloudSwiftStorage,IPMI
78:e7:d1:22:52:9b,administrator,password,192.168.11.6,12,32768,2048,OvercloudSwiftStorage,IPMI
78:e7:d1:22:52:9e,administrator,password,192.168.11.7,12,32768,2048,OvercloudCompute,IPMI
E4:11:5B:B7:AE:BE,Administrator,gone2far,10.1.192.40,12,73728,70,OvercloudVSAStorage
E8:39:35:21:2B:50,Administrator,gone2far,10.1.192.35,12,73728,70,OvercloudVSAAOStorage
"""


def row(mac=MAC, address="10.20.1.10", role="OvercloudCompute", end=",IPMI"):
    return f"{mac},admin,secret,{address},8,32768,558,{role}{end}"


def errors(text, **kwargs):
    return [(error.row, error.field) for error in importer.parse(text, **kwargs).errors]


def test_hp_s_own_example():
    result = importer.parse(HP)
    assert not result.errors
    assert [(node.row, node.role) for node in result.nodes] == [
        (2, "control"),
        (3, "control"),
        (4, "control"),
        (5, "object-storage"),
        (6, "object-storage"),
        (7, "compute"),
        (8, "block-storage"),
        (9, "block-storage"),
    ]
    assert [(notice.row, notice.message.code) for notice in result.notices] == [
        (1, "row-undercloud"),
        (8, "row-fields-missing"),
        (9, "row-fields-missing"),
    ]
    node = result.nodes[0]
    assert node.name == "control-225d10"
    assert node.resource_class == "control"
    assert node.driver == "ipmi"
    assert node.driver_info == {
        "ipmi_address": "192.168.11.5",
        "ipmi_username": "administrator",
        "ipmi_password": "password",
    }
    assert node.ports == ({"address": "78:e7:d1:22:5d:10", "pxe_enabled": True},)
    assert node.properties == {
        "cpus": 12,
        "memory_mb": 32768,
        "local_gb": 2048,
        "cpu_arch": "x86_64",
    }


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + row(),
        row() + "\r\n",
        "# the racks\r\n\r\n  # more\r\n" + row() + "\r\n,,,,\r\n",
        row().replace(",", ";"),
        row().replace(",", "\t"),
        row().replace(",", " , "),
        ",".join(f'"{field}"' for field in row().split(",")),
        " , ".join(f'"{field}"' for field in row().split(",")),
        row() + ",,,",
        row(mac="94-18-82-01-0A-A0"),
        row(mac="9418.8201.0aa0"),
        row(mac="941882010AA0"),
        row(role="OVERCLOUDCOMPUTE"),
        row(role="compute"),
        row(end=""),
        row(end=",ipmi"),
    ],
)
def test_ways_to_write_the_same_row(text):
    result = importer.parse(text)
    assert not result.errors
    (node,) = result.nodes
    assert node == importer.parse(row()).nodes[0]


@pytest.mark.parametrize(
    "header",
    [
        "mac_address,user,password,ip_address,no_of_cpus,memory_MB,diskspace_GiB,role,power_management",
        "<mac_address>,<user>,<password>,<ip_address>,<no_of_cpus>,<memory_MB>,<diskspace_GiB>,"
        "<role>,<power_management>",
        "MAC,Username,Pass,IP (IPMI),CPUs,Memory,Disk,Role,Driver",
        "pxe mac,ilo user,ilo password,ilo address,cores,RAM,local_gb,profile,pm_type",
    ],
)
def test_headers(header):
    header = header.replace("IP (IPMI)", "IP address (IPMI)")
    result = importer.parse(f"{header}\n{row()}\n")
    assert not result.errors
    assert result.nodes == importer.parse(row()).nodes
    assert result.nodes[0].row == 2


def test_columns_of_a_header_in_any_order_and_unknown_ones():
    text = f"rack,role,ip,password,user,mac,name\n1,compute,10.20.1.10,secret,admin,{MAC},box-1\n"
    result = importer.parse(text)
    assert not result.errors
    (node,) = result.nodes
    assert node.name == "box-1"
    assert node.properties == {"cpu_arch": "x86_64"}
    assert [notice.message.detail for notice in result.notices] == [
        "These fields are not used: 'rack'."
    ]


def test_header_without_what_is_needed():
    result = importer.parse("mac,user,cpus\nx,y,z\n")
    assert [(error.row, error.field) for error in result.errors] == [
        (1, "password"),
        (1, "ip_address"),
    ]
    assert errors(f"mac,user,pass,ip,password\n{MAC},a,b,10.0.0.1,c\n") == [(1, "password")]


def test_a_user_called_user_makes_no_header():
    assert errors(row().replace("admin,secret", "user,password")) == []


def test_all_errors_of_all_rows():
    text = "\n".join(
        [
            f"nonsense,,secret,10.20.1.300,0,many,-1,Overlord,SSH,{''}",
            row(),
            f"{OTHER},admin,secret",
            '"' + row(),
            row() + ",x,y",
        ]
    )
    assert errors(text) == [
        (1, "role"),
        (1, "power_management"),
        (1, "ip_address"),
        (1, "user"),
        (1, "mac_address"),
        (1, "no_of_cpus"),
        (1, "memory_MB"),
        (1, "diskspace_GiB"),
        (3, None),
        (4, None),
        (5, None),
    ]
    assert [node.row for node in importer.parse(text).nodes] == [2]


def test_errors_use_the_file_s_own_names():
    text = f"MAC,IP,User,Pass,RAM\n{MAC},10.20.1.10,admin,secret,lots\n"
    assert errors(text) == [(2, "RAM")]


def test_lines_count_as_in_an_editor():
    text = "# one\r\n\r\n# three\r\nmac,ip,user,password\r\n\r\nx,10.20.1.10,admin,secret\r\n"
    assert errors(text) == [(6, "mac")]


def test_quoted_delimiters_and_quotes():
    text = f'{MAC},admin,"a,b""c",10.20.1.10,8,32768,558,OvercloudCompute\n'
    (node,) = importer.parse(text).nodes
    assert node.driver_info["ipmi_password"] == 'a,b"c'


def test_the_delimiter_of_most_rows_counts():
    text = "\n".join([row().replace("secret", "s;e;c;r;e;t"), row(OTHER, "10.20.1.11")])
    assert errors(text) == []


def test_duplicates_name_both_rows():
    text = "\n".join(
        [
            "mac,ip,user,password,name",
            f"{MAC},10.20.1.10,admin,secret,box",
            f"{OTHER},10.20.1.11,admin,secret,rack",
            f"{MAC.upper()},10.20.1.11,admin,secret,box",
        ]
    )
    rows = importer.parse(text).errors
    assert [(error.row, error.field) for error in rows] == [(4, "mac"), (4, "ip"), (4, "name")]
    assert f"Rows 2 and 4 have the same MAC address, {MAC}." in rows[0].message.detail
    assert "Rows 3 and 4 have the same management address, 10.20.1.11." in rows[1].message.detail
    assert "Rows 2 and 4 have the same name, box." in rows[2].message.detail


def test_names_that_would_be_the_same_are_longer():
    text = "\n".join([row(), row(MAC.replace("94", "98", 1), "10.20.1.11")])
    names = [node.name for node in importer.parse(text).nodes]
    assert names == ["compute-010aa0", "compute-981882010aa0"]


def test_deleted_rows_are_skipped_and_clash_with_none():
    text = "\n".join([row(role="OvercloudCompute:deleted"), row(OTHER), "x,,,,,,,anything:Deleted"])
    result = importer.parse(text)
    assert not result.errors
    assert [node.row for node in result.nodes] == [2]
    assert [notice.row for notice in result.notices] == [1, 3]


def test_limits():
    assert errors(row() + " " * 1024**2) == [(None, None)]
    many = "\n".join(
        row(f"94:18:82:00:{n // 256:02x}:{n % 256:02x}", f"10.20.{n // 256}.{n % 256}")
        for n in range(1001)
    )
    assert errors(many) == [(None, None)]
    result = importer.parse(many[: many.rindex("\n")])
    assert len(result.nodes) == 1000
    assert not result.errors


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "mac,user,password,ip\n"])
def test_empty_files(text):
    assert errors(text) == [(None, None)]


def test_unknown_format():
    assert errors(row(), format="xls") == [(None, "format")]


def test_a_password_is_in_no_message_and_no_repr():
    text = "\n".join(
        [
            # One field is missing, so the password stands where the user should.
            f"{MAC},hunter2hunter2,10.20.1.10,8,32768,558,OvercloudCompute,IPMI",
            f"hunter2hunter2,{MAC},admin,10.20.1.10,8,32768,558,hunter2hunter2,hunter2hunter2",
            row(OTHER, "10.20.1.11").replace("secret", "hunter2hunter2"),
        ]
    )
    result = importer.parse(text)
    assert result.errors
    assert result.nodes
    assert "hunter2" not in repr(result)
    assert "hunter2" not in repr([node.masked() for node in result.nodes])
