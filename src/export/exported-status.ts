/**
 * The state of a filter, rule or session in the service (VPC API 2016-04-28, response models of
 * aliyun/alibabacloud-go-sdk at 243d18e, read 2026-11-25).
 */
export enum ExportedStatus {
  /** It is being made. */
  CREATING = 'Creating',
  /** It exists, and no operation on it is running. */
  CREATED = 'Created',
  /** It is being changed. */
  MODIFYING = 'Modifying',
  /** It is being deleted. */
  DELETING = 'Deleting',
}
