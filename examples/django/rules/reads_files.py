import os


def stolen(amounts):
    return len(os.listdir("/"))
