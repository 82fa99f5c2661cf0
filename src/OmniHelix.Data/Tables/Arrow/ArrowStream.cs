using Microsoft.Win32.SafeHandles;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>The stream form: a schema, batches, an end mark.</summary>
internal sealed class ArrowStream : ArrowFile
{
    private const int EndMarkSize = 8;

    private readonly long first;

    public ArrowStream(string path, SafeFileHandle handle) : base(path, handle)
    {
        (var schema, first) = Read(0);
        if (schema?.Kind != ArrowMessage.Schema) throw Broken(0, $"it does not start with a schema");
        Schema = ArrowSchema.Read(schema.Header);
    }

    public override bool MayReplace => true;

    public override IEnumerable<ArrowMessage> Batches()
    {
        for (var at = first; ;)
        {
            // Without the mark, a file that was cut between two batches could not be told from a whole one.
            if (at == Length) throw Broken(at, $"it has no end mark: it is truncated, or still being written");
            var (message, next) = Read(at);
            if (message is null)
            {
                if (next < Length && next - at == EndMarkSize) throw Broken(next, $"{Length - next} bytes follow its end mark");
                yield break;
            }
            yield return RequireBatch(message, at);
            at = next;
        }
    }
}
