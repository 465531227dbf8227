#: raised PermissionError | seccomp landlock namespaces
def deny_reading_a_file(target):
    """reads a file"""
    with open(target["file"]) as file:
        return file.read()


#: raised PermissionError | seccomp landlock namespaces
def deny_reading_by_descriptor_calls(target):
    """reads a file with os.open and os.read"""
    return os.read(os.open(target["file"], os.O_RDONLY), 100)


#: raised PermissionError | seccomp landlock namespaces
def deny_reading_through_proc_root(target):
    """reads a file through /proc/self/root"""
    with open("/proc/self/root" + target["file"]) as file:
        return file.read()


#: raised PermissionError | seccomp landlock namespaces
def deny_reading_through_the_supervisors_root(target):
    """reads a file through the root of another process"""
    with open(f"/proc/{target['pid']}/root" + target["file"]) as file:
        return file.read()


#: raised PermissionError | seccomp namespaces
def deny_naming_a_file_without_opening_it(target):
    """opens a path with O_PATH"""
    return os.open(target["file"], os.O_PATH)


#: raised PermissionError | seccomp landlock namespaces
def deny_listing_a_folder(target):
    """lists a folder"""
    return os.listdir(target["folder"])


#: raised PermissionError | seccomp landlock namespaces
def deny_scanning_a_folder(target):
    """scans a folder with os.scandir"""
    return [entry.name for entry in os.scandir(target["folder"])]


#: raised FileNotFoundError | seccomp landlock namespaces
def deny_globbing(target):
    """finds files by a pattern"""
    import glob
    found = glob.glob(target["folder"] + "/*")
    if not found:
        raise FileNotFoundError(errno.ENOENT, "nothing matches")
    return found


#: raised FileNotFoundError | seccomp landlock namespaces
def deny_walking(target):
    """walks a tree of folders"""
    found = [files for _, _, files in os.walk(target["folder"]) if files]
    if not found:
        raise FileNotFoundError(errno.ENOENT, "nothing is there")
    return found


#: raised PermissionError | seccomp namespaces
def deny_asking_about_a_file(target):
    """asks for a file's size and owner"""
    return os.stat(target["file"]).st_size


#: raised FileNotFoundError | seccomp namespaces
def deny_asking_whether_a_file_exists(target):
    """asks whether a file exists"""
    if not os.path.exists(target["file"]):
        raise FileNotFoundError(errno.ENOENT, "not to be seen")
    return True


#: raised PermissionError | seccomp namespaces
def deny_asking_for_access(target):
    """asks whether it may read a file"""
    if not os.access(target["file"], os.R_OK):
        raise PermissionError(errno.EPERM, "not to be read")
    return True


#: raised PermissionError | seccomp namespaces
def deny_reading_a_link(target):
    """reads where a link leads"""
    return os.readlink(target["link"])


#: raised PermissionError | seccomp namespaces
def deny_reading_the_name_of_the_interpreter(target):
    """reads /proc/self/exe"""
    return os.readlink("/proc/self/exe")


#: raised PermissionError | seccomp landlock namespaces
def deny_reading_its_own_maps(target):
    """reads /proc/self/maps"""
    with open("/proc/self/maps") as file:
        return file.readline()


#: raised PermissionError | seccomp landlock namespaces
def deny_reading_processes(target):
    """lists the processes of the machine"""
    return [name for name in os.listdir("/proc") if name.isdigit()]


#: raised PermissionError | seccomp landlock namespaces
def deny_reading_a_command_line(target):
    """reads the command line of a process"""
    with open(f"/proc/{target['pid']}/cmdline") as file:
        return file.read()


#: raised PermissionError | seccomp landlock namespaces
def deny_reading_the_mounts(target):
    """reads the mounts of the machine"""
    with open("/proc/self/mountinfo") as file:
        return file.readline()


#: raised PermissionError | seccomp landlock namespaces
def deny_reading_devices(target):
    """opens a device"""
    return os.read(os.open("/dev/zero", os.O_RDONLY), 4)


#: raised PermissionError | seccomp landlock namespaces
def deny_creating_a_file(target):
    """creates a file"""
    path = target["folder"] + "/made"
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
    os.unlink(path)
    return path


#: raised PermissionError | seccomp landlock namespaces
def deny_creating_shared_memory_by_name(target):
    """creates a file in /dev/shm"""
    path = f"/dev/shm/terrarium-escape-{os.getpid()}"
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
    os.unlink(path)
    return path


#: raised PermissionError | seccomp landlock namespaces
def deny_making_a_temporary_file(target):
    """makes a temporary file without a name"""
    return os.write(os.open(target["folder"], os.O_TMPFILE | os.O_RDWR), b"")  + 1


#: raised PermissionError | seccomp landlock namespaces resource_limits
def deny_writing_to_a_file(target):
    """writes to a file"""
    descriptor = os.open(target["writable"], os.O_WRONLY | os.O_APPEND)
    return os.write(descriptor, b"x")


#: raised PermissionError | seccomp landlock namespaces
def deny_emptying_a_file(target):
    """cuts a file to nothing"""
    os.truncate(target["writable"], 0)
    return True


#: raised PermissionError | seccomp landlock namespaces
def deny_making_a_folder(target):
    """makes a folder"""
    path = target["folder"] + "/folder"
    os.mkdir(path)
    os.rmdir(path)
    return path


#: raised PermissionError | seccomp landlock namespaces
def deny_linking(target):
    """gives a file another name"""
    path = target["folder"] + "/hard"
    os.link(target["writable"], path)
    os.unlink(path)
    return path


#: raised PermissionError | seccomp landlock namespaces
def deny_linking_symbolically(target):
    """makes a symbolic link"""
    path = target["folder"] + "/soft"
    os.symlink("/etc/passwd", path)
    os.unlink(path)
    return path


#: raised PermissionError | seccomp landlock namespaces
def deny_renaming(target):
    """renames a file"""
    path = target["folder"] + "/renamed"
    os.rename(target["writable"], path)
    os.rename(path, target["writable"])
    return path


#: raised PermissionError | seccomp landlock namespaces
def deny_making_a_pipe_by_name(target):
    """makes a named pipe"""
    path = target["folder"] + "/pipe"
    os.mkfifo(path)
    os.unlink(path)
    return path


#: raised PermissionError | seccomp landlock identity namespaces
def deny_making_a_device(target):
    """makes a device"""
    path = target["folder"] + "/null"
    os.mknod(path, 0o20666, os.makedev(1, 3))
    os.unlink(path)
    return path


#: raised PermissionError | seccomp identity namespaces
def deny_changing_permissions(target):
    """changes the permissions of a file that is not its own"""
    os.chmod(target["file"], 0o644)
    return True


#: raised PermissionError | seccomp identity namespaces
def deny_changing_the_owner(target):
    """changes the owner of a file"""
    os.chown(target["file"], os.stat(target["file"]).st_uid, 0)
    return True


#: raised PermissionError | seccomp namespaces
def deny_changing_times(target):
    """changes the times of a file"""
    os.utime(target["writable"])
    return True


#: raised PermissionError | seccomp namespaces
def deny_asking_for_attributes(target):
    """lists the extended attributes of a file"""
    return [target["file"]] + os.listxattr(target["file"])


#: raised PermissionError | seccomp namespaces
def deny_asking_about_a_file_system(target):
    """asks for the size of a file system"""
    return os.statvfs(target["folder"]).f_blocks + 1


#: raised PermissionError | seccomp namespaces
def deny_entering_a_folder(target):
    """changes the current folder"""
    os.chdir(target["folder"])
    return True


#: raised PermissionError | seccomp
def deny_asking_where_it_is(target):
    """asks for the current folder"""
    return os.getcwd()


#: raised PermissionError | seccomp
def deny_watching_files(target):
    """watches files with inotify"""
    return libc_descriptor(libc.inotify_init1(0))


#: raised PermissionError | seccomp
def deny_files_in_memory(target):
    """makes a file in memory"""
    return os.memfd_create("x")


#: raised PermissionError | seccomp landlock namespaces
def deny_a_database(target):
    """makes a database with sqlite3"""
    import sqlite3
    path = target["folder"] + "/database"
    try:
        sqlite3.connect(path).execute("create table t (x)")
    except sqlite3.OperationalError as error:
        raise PermissionError(errno.EPERM, str(error)) from None
    os.unlink(path)
    return path


#: raised PermissionError | seccomp landlock namespaces
def deny_reading_as_a_module(target):
    """reads a file as an importer does"""
    from importlib.machinery import SourceFileLoader
    return SourceFileLoader("x", target["file"]).get_data(target["file"])


#: raised PermissionError | seccomp landlock namespaces
def deny_reading_with_pathlib(target):
    """reads a file with pathlib"""
    import pathlib
    return pathlib.Path(target["file"]).read_bytes()


#: raised PermissionError | seccomp landlock namespaces
def deny_reading_as_c(target):
    """reads a file with C's own fopen"""
    libc.fopen.restype = ctypes.c_void_p
    file = libc.fopen(target["file"].encode(), b"r")
    if not file:
        raise OSError(ctypes.get_errno(), "fopen")
    return True


#: raised OSError | seccomp landlock namespaces
def deny_loading_a_library(target):
    """loads a shared library"""
    return ctypes.CDLL(target["library"])._name


def libc_descriptor(answer):
    if answer == -1:
        raise OSError(ctypes.get_errno(), "refused")
    return answer + 1
