/** Tests of every way an HR event can come in. */
@org.jspecify.annotations.NullMarked
package io.muster.intake;
