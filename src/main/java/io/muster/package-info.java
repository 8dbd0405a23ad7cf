/** The service itself; every sub-package is one capability with one public door. */
@org.jspecify.annotations.NullMarked
package io.muster;
