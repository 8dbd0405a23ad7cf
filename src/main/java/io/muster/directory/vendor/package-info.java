/**
 * What a vendor's adapter brings, as primitives, and the account workflow that stands over all of
 * them once.
 */
@org.jspecify.annotations.NullMarked
package io.muster.directory.vendor;
