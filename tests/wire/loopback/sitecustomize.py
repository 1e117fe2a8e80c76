"""Sends every connection of the interpreter that finds this module on its path to the recorder, whatever host it names."""

import os
import socket
import ssl

RECORDER = ("127.0.0.1", int(os.environ["WIRE_RECORDER_PORT"]))

resolve = socket.getaddrinfo
connect = socket.socket.connect
connect_ex = socket.socket.connect_ex
send_to = socket.socket.sendto
wrap_socket = ssl.SSLContext.wrap_socket
wrap_bio = ssl.SSLContext.wrap_bio


def resolve_to_recorder(host, port, family=0, type=0, proto=0, flags=0):  # noqa: A002
    return resolve(*RECORDER, socket.AF_INET, type, proto)


def instead_of(connection, address):
    """Where a connection goes in place of `address`: some libraries keep the port that they asked a name for."""
    if connection.family == socket.AF_INET:
        return RECORDER
    if connection.family == getattr(socket, "AF_UNIX", None):
        return address
    raise ConnectionRefusedError(f"the wire tests let nothing leave for {address!r}")


def redirected_connect(self, address):
    return connect(self, instead_of(self, address))


def redirected_connect_ex(self, address):
    return connect_ex(self, instead_of(self, address))


def redirected_sendto(self, *arguments):
    return send_to(self, *arguments[:-1], instead_of(self, arguments[-1]))


def trust_recorder(context):
    # The recorder has no certificate: anonymous key exchange, which only TLS 1.2 at security level 0 still speaks.
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AECDH-AES256-SHA:@SECLEVEL=0")


def trusting_wrap_socket(self, *arguments, **keywords):
    trust_recorder(self)
    return wrap_socket(self, *arguments, **keywords)


def trusting_wrap_bio(self, *arguments, **keywords):
    trust_recorder(self)
    return wrap_bio(self, *arguments, **keywords)


socket.getaddrinfo = resolve_to_recorder
socket.socket.connect = redirected_connect
socket.socket.connect_ex = redirected_connect_ex
socket.socket.sendto = redirected_sendto
ssl.SSLContext.wrap_socket = trusting_wrap_socket
ssl.SSLContext.wrap_bio = trusting_wrap_bio
