/** Microsoft Entra ID as a directory, through Microsoft Graph's own SDK. */
@org.jspecify.annotations.NullMarked
package io.muster.directory.entra;
