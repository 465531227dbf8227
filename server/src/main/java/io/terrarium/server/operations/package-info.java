/**
 * How the HTTP service is operated: keys and what they may do, health, metrics, logs. {@code
 * docs/operation.md} is for those who operate it.
 *
 * <p>Theory of operation. {@link io.terrarium.server.operations.StandardOperations} is told of
 * every request at the places that {@link io.terrarium.server.Operations} names, and has one part
 * answer at each. A request first passes {@code Origins}, which knows what other pages' scripts may
 * do; then {@code Callers}, which finds the key; then its key's {@code Turnstile}, which holds it
 * back where the key has done too much. What became of it is counted by {@code ServiceMetrics} and
 * written down by {@code AuditLog}.
 *
 * <p>No label of a metric and no field of a log line is a text of a caller's as it came: labels are
 * words of ours, and fields are shown by {@code Visible}.
 */
@NullMarked
package io.terrarium.server.operations;

import org.jspecify.annotations.NullMarked;
