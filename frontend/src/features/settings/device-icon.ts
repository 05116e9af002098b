import { IconDeviceDesktop, IconDeviceMobile } from "@tabler/icons-react";

/** Return the picture of the device that a browser names itself on. */
export const deviceIcon = (userAgent: string) =>
  /Mobile|Android|iPhone/.test(userAgent) ? IconDeviceMobile : IconDeviceDesktop;
