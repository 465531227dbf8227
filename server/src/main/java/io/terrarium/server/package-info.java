/**
 * The HTTP service: {@code terrarium serve}. {@code docs/http.md} is its contract.
 *
 * <p>Theory of operation. A request comes to {@link io.terrarium.server.Front}, the only handler
 * that the web server knows. It finds the {@linkplain io.terrarium.server.Route route}, asks {@link
 * io.terrarium.server.Operations} who calls and whether that is allowed now, and has the route make
 * an {@linkplain io.terrarium.server.Answer answer} of the {@linkplain io.terrarium.server.Request
 * request}. What is wrong with a request is thrown as a {@link
 * io.terrarium.server.ProblemException}, from wherever it is found, and becomes a problem document
 * in one place. What user code does is no problem but a document with a status.
 *
 * <p>Each connection has a virtual thread that reads, calls and writes, and a second one that reads
 * ahead ({@link io.terrarium.server.ReadAhead}): so a client that leaves is noticed while its call
 * runs, and whoever is slow is given up in time. Where too many are open, {@link
 * io.terrarium.server.OpenSockets} ends one that waits.
 */
@NullMarked
package io.terrarium.server;

import org.jspecify.annotations.NullMarked;
