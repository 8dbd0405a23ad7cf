/** What every vendor's primitives promise, and the account workflow over a plain directory. */
@org.jspecify.annotations.NullMarked
package io.muster.directory.vendor;
