/** SCIM clients at our door. */
@org.jspecify.annotations.NullMarked
package io.muster.scim;
