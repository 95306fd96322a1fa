import { array, date, each, integer, object, string } from '../../node.ts';
import { person } from '../data-types.ts';
import { device, environment } from '../device.ts';
import { fieldGroup } from '../field-group.ts';

export const subscriptions = fieldGroup('xdm/context/profile-subscriptions', 'Subscription Details', {
  subscriptions: array(
    object({
      ...each(string(), '_id', 'SKU', 'planName', 'type', 'country', 'renew', 'topUp', 'status', 'contractID'),
      ...each(string(), 'paymentMethod', 'billingPeriod', 'chargeMethod', 'paymentStatus', 'category', 'subCategory'),
      termUnitOfTime: string(),
      ...each(date(), 'startDate', 'endDate', 'billingStartDate'),
      term: integer(),
      subscriber: person,
      device,
      environment,
    }),
  ),
});
