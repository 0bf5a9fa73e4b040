/**
 * What people read: terminal tables, a page for a suite, contact sheets and Allure results. Everything is made from
 * result records; nothing here measures. Equal records give equal bytes.
 */
package dev.assay.reports;
