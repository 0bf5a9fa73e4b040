/**
 * Who answers the yes-no questions about a group of pictures: code, for what code can see, and any endpoint that speaks
 * OpenAI's chat protocol with pictures, for the rest. An answer can be missing or wrong; it can never stop a run.
 */
package dev.assay.local.judge;
