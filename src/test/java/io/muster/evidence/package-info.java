/** What happened can be proved, and what was forged is named. */
@org.jspecify.annotations.NullMarked
package io.muster.evidence;
