import { MirrorInventoryInterface } from './inventory-interface';
import { MirrorInventoryFiles, MirrorInventoryStates } from './mirror-inventory-files';
import { MirrorSelection, MirrorSelectionOptions } from './mirror-selection';
import {
  InventoryReading, readInventoryAnswers, readInventoryFiles, readInventoryStateFiles, readInventoryStates, some,
} from './read-inventory';
import { namedTexts } from '../input/documents';
import { Completeness } from '../input/list-call';

/**
 * The network interfaces of an estate, read from files at synth. Select the sources of a fleet from them.
 *
 * @example
 * const inventory = MirrorInventory.fromFiles({
 *   networkInterfaces: ['network-interfaces.json'],
 *   instances: ['instances.json'],
 * });
 * const selection = inventory.select({
 *   include: [MirrorSelector.vpc('vpc-bp1prod'), MirrorSelector.tag('role', 'web', 'app')],
 *   exclude: [MirrorSelector.tag('mirror', 'never')],
 * });
 * console.log(selection.toText());
 */
export class MirrorInventory {
  /**
   * Reads files with the responses of `DescribeNetworkInterfaces` and `DescribeInstances`. A relative path is relative to the
   * working directory. In Python, Go, Java and C#, use absolute paths: jsii keeps the working directory in which it was started.
   *
   * Throws if a file cannot be read or is not such a response, if pages are missing, if the input is too old, or if more records
   * than `maxMismatches` are inconsistent. Each error contains file and record.
   */
  public static fromFiles(files: MirrorInventoryFiles): MirrorInventory {
    return MirrorInventory.of(readInventoryFiles(files));
  }

  /**
   * Reads the same responses from texts. Their names in errors are `networkInterfaces[0]`, `instances[0]` and so on.
   *
   * Throws the same errors as `fromFiles`.
   */
  public static fromJson(texts: MirrorInventoryFiles): MirrorInventory {
    return MirrorInventory.of(readInventoryAnswers(
      namedTexts('networkInterfaces', some('networkInterfaces', texts.networkInterfaces)),
      namedTexts('instances', some('instances', texts.instances)),
      texts));
  }

  /**
   * Reads files with the output of `terraform show -json` for states: instances with their primary interface, interfaces, and
   * attachments, in all modules. In Python, Go, Java and C#, use absolute paths: jsii keeps the working directory in which it was
   * started.
   *
   * Throws if a file cannot be read or is not such an output, if an id occurs twice, or if an interface is attached to an
   * instance that no state contains. Each error contains file and resource.
   */
  public static fromState(files: MirrorInventoryStates): MirrorInventory {
    return MirrorInventory.of(readInventoryStateFiles(files));
  }

  /**
   * Reads states from texts. Their names in errors are `states[0]` and so on.
   *
   * Throws the same errors as `fromState`.
   */
  public static fromStateJson(texts: MirrorInventoryStates): MirrorInventory {
    return MirrorInventory.of(readInventoryStates(namedTexts('states', some('states', texts.states)), texts));
  }

  private static of({ interfaces, notes, complete }: InventoryReading): MirrorInventory {
    return new MirrorInventory(interfaces, notes, complete);
  }

  private readonly all: MirrorInventoryInterface[];
  private readonly notes: string[];

  private constructor(all: MirrorInventoryInterface[], notes: string[], private readonly complete: Completeness) {
    this.all = all;
    this.notes = all.length > 0
      ? notes
      : [...notes, 'the inventory contains no interfaces. Check the region and the permissions of the calls'];
  }

  /** Every interface of the estate, sorted by id. */
  public get interfaces(): MirrorInventoryInterface[] {
    return [...this.all];
  }

  /** Every interface as JSON text, in one call. In other languages, reading `interfaces` individually takes some milliseconds each. */
  public toJson(): string {
    return JSON.stringify({ interfaces: this.all });
  }

  /**
   * Decides for every interface whether it is mirrored, with the reason if it is not.
   *
   * Throws if `include` is empty or `mtu` is out of range.
   */
  public select(options: MirrorSelectionOptions): MirrorSelection {
    return MirrorSelection._of(this.all, options, this.notes, this.complete);
  }
}
