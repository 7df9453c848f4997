/** The form of an ENI id. */
export const ENI_ID = /^eni-[A-Za-z0-9]+$/;
