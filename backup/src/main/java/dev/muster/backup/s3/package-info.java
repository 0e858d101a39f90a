/** Buckets of stores that speak S3's protocol, through the AWS SDK, which is seen nowhere else and loaded when first needed. */
package dev.muster.backup.s3;
