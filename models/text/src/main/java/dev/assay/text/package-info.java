/** Texts as the tokens that published text encoders were trained with. Natives are loaded at the first use. */
package dev.assay.text;
