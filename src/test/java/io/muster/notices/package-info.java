/** Tests of what people are told, against real mail and web servers on this machine. */
@org.jspecify.annotations.NullMarked
package io.muster.notices;
