/** Tests of what a SIEM gets. */
@org.jspecify.annotations.NullMarked
package io.muster.siem;
