/**
 * Whether this node is fit to work: its database can be written, its clock is right, and slow
 * senders do not hold its threads.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"remote", "preflight"})
@org.jspecify.annotations.NullMarked
package io.muster.node;
