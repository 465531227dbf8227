"""Prints the configuration of a container (OCI runtime specification 1.0.2) that runs the command.

usage: bundle.py FILESYSTEM JDK APP USER default|no ARGUMENT…

Variables that begin with TERRARIUM_ are passed on to it.

The system calls are those that Docker's default profile keeps from a container without
CAP_SYS_ADMIN, and that Terrarium has a use for or a reason to fear; the profile's long list of the
others matters to neither. All other calls are allowed, so that what the jail stops, the jail stops.
"""

import json
import os
import pathlib
import sys

EPERM, ENOSYS = 1, 38
NAMESPACES = 0x7E020000  # the flags of clone(2) that make namespaces
REFUSED = """
    unshare setns mount umount umount2 pivot_root fsopen fsconfig fsmount fspick move_mount open_tree
    mount_setattr sethostname setdomainname bpf perf_event_open keyctl add_key request_key userfaultfd
    kexec_load kexec_file_load init_module finit_module delete_module open_by_handle_at quotactl
    syslog acct swapon swapoff reboot chroot
""".split()
CAPABILITIES = """
    CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE
    SYS_CHROOT KILL AUDIT_WRITE
""".split()


def main(filesystem, jdk, app, user, capabilities, *arguments):
    folders = ("lib", "serve") if arguments[0] == "serve" else ("lib",)
    jars = sorted(path for folder in folders for path in pathlib.Path(app, folder).glob("*.jar"))
    class_path = ":".join(f"/app/{jar.relative_to(app)}" for jar in jars)
    configured = [f"{key}={value}" for key, value in os.environ.items() if key.startswith("TERRARIUM_")]
    java = ["/jdk/bin/java", "-XX:TieredStopAtLevel=1", "-cp", class_path, "io.terrarium.cli.Main"]
    held = [f"CAP_{name}" for name in CAPABILITIES] if capabilities == "default" else []
    sets = ("bounding", "effective", "permitted")
    print(
        json.dumps(
            {
                "ociVersion": "1.0.2",
                "hostname": "container",
                "root": {"path": filesystem, "readonly": True},
                "process": {
                    "user": {"uid": int(user), "gid": int(user)},
                    "args": java + list(arguments),
                    "env": ["PATH=/usr/bin:/bin", "HOME=/tmp", "LANG=C.UTF-8"] + configured,
                    "cwd": "/tmp",
                    "capabilities": {name: held for name in sets},
                    "noNewPrivileges": True,
                },
                "mounts": [
                    {"destination": "/proc", "type": "proc", "source": "proc"},
                    temporary("/dev", "mode=755"),
                    temporary("/tmp", "mode=1777"),
                    bound("/jdk", jdk),
                    bound("/app", app),
                ],
                "linux": {
                    "namespaces": [
                        {"type": kind} for kind in ("pid", "ipc", "uts", "mount", "network")
                    ],
                    "maskedPaths": ["/proc/kcore", "/proc/keys"],
                    "readonlyPaths": ["/proc/sys"],
                    "seccomp": profile(),
                },
            }
        )
    )


def temporary(destination, mode):
    options = ["nosuid", mode]
    return {"destination": destination, "type": "tmpfs", "source": "tmpfs", "options": options}


def bound(destination, source):
    options = ["rbind", "ro"]
    return {"destination": destination, "type": "bind", "source": source, "options": options}


def profile():
    return {
        "defaultAction": "SCMP_ACT_ALLOW",
        "syscalls": [
            refusing(REFUSED, EPERM),
            refusing(["clone3"], ENOSYS),
            *(refusing(["clone"], EPERM, flag) for flag in flags(NAMESPACES)),
        ],
    }


def refusing(names, errno, flag=None):
    rule = {"names": names, "action": "SCMP_ACT_ERRNO", "errnoRet": errno}
    if flag is not None:
        rule["args"] = [{"index": 0, "value": flag, "valueTwo": flag, "op": "SCMP_CMP_MASKED_EQ"}]
    return rule


def flags(mask):
    return [1 << bit for bit in range(32) if mask >> bit & 1]


main(*sys.argv[1:])
