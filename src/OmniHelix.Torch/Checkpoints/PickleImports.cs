using System.IO.Compression;
using System.Text;
using OmniHelix.Torch.Checkpoints.Pickle;

namespace OmniHelix.Torch.Checkpoints;

/// <summary>
/// The names that a pickle tells other programs to import, and could have them call. Every instruction of Python's protocols is stepped
/// over, those too that the reader of checkpoints refuses; nothing is built and nothing is run.
/// </summary>
public sealed class PickleImports
{
    /// <summary>What stands in place of a name that the pickle puts together while it is read.</summary>
    public const string Computed = "(a name that is put together while it is read)";

    private const int MostBytes = 256 << 20, MostPickles = 8;

    private readonly byte[] data;
    private readonly List<string?> values = [];
    private readonly Dictionary<long, string?> memo = [];
    private readonly SortedSet<string> names = new(StringComparer.Ordinal);
    private int at;

    private PickleImports(byte[] data) => this.data = data;

    /// <summary>The names in a file: a pickle, several behind each other, or a zip archive with pickles in it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Names such as <c>os.system</c>, each once; empty for a file without pickles.</returns>
    /// <exception cref="OmniException">OH3120: what begins as a pickle is damaged, so that nobody can say what it imports.</exception>
    public static IReadOnlyList<string> Of(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[4];
        var count = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (head[..count].SequenceEqual("PK\x03\x04"u8)) return OfArchive(file, path);
        return IsPickle(head[..count]) ? Names(Bytes(file, path), path) : [];
    }

    /// <summary>Whether a name is one of a tensor, a plain container or a number, which checkpoints are made of.</summary>
    public static bool IsHarmless(string name) =>
        name.LastIndexOf('.') is > 0 and var dot && PickleGlobals.Find(name[..dot], name[(dot + 1)..]) is not null;

    private static bool IsPickle(ReadOnlySpan<byte> head) => head is [0x80, >= 1 and <= 5, ..] or [(byte)'c' or (byte)'(' or (byte)'i', ..];

    private static IReadOnlyList<string> OfArchive(Stream file, string path)
    {
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            var found = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var entry in zip.Entries.Where(entry => entry.Name.EndsWith(".pkl", StringComparison.OrdinalIgnoreCase)))
            {
                using var stream = entry.Open();
                found.UnionWith(Names(Bytes(stream, path), $"{path}, {entry.FullName}"));
            }
            return [.. found];
        }
        catch (InvalidDataException e)
        {
            throw new OmniException("OH3110", $"the archive is damaged: {e.Message}", path, "Get the file again.", e);
        }
    }

    private static byte[] Bytes(Stream stream, string path)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (stream.Read(buffer) is > 0 and var count)
        {
            bytes.Write(buffer, 0, count);
            // Old PyTorch files have their numbers behind the pickles.
            if (bytes.Length > MostBytes) break;
        }
        return bytes.ToArray();
    }

    private static IReadOnlyList<string> Names(byte[] data, string place)
    {
        var reader = new PickleImports(data);
        try
        {
            for (var pickles = 0; pickles < MostPickles && IsPickle(data.AsSpan(reader.at)); pickles++) reader.Run();
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException or FormatException or OverflowException)
        {
            throw new OmniException(
                "OH3120", $"the pickle ends or errs at byte {reader.at}, so what it imports cannot be told", place,
                "Do not open it elsewhere.", e);
        }
        return [.. reader.names];
    }

    private void Run()
    {
        values.Clear();
        memo.Clear();
        while (data[at++] is var code && code != (byte)'.') Step(code);
    }

    private void Step(byte code)
    {
        switch ((char)code)
        {
            case 'c': Import(Line(), Line()); break;
            case 'i': Import(Line(), Line()); break;
            case (char)0x93: StackImport(); break;
            case 'S' or 'V': values.Add(Line().Trim('\'', '"')); break;
            case 'U' or (char)0x8c: values.Add(Text(data[at++])); break;
            case 'T' or 'X': values.Add(Text(Number(4))); break;
            case (char)0x8d: values.Add(Text(Number(8))); break;
            case 'p': memo[long.Parse(Line(), System.Globalization.CultureInfo.InvariantCulture)] = Last(); break;
            case 'q': memo[data[at++]] = Last(); break;
            case 'r': memo[Number(4)] = Last(); break;
            case (char)0x94: memo[memo.Count] = Last(); break;
            case 'g': values.Add(memo.GetValueOrDefault(long.Parse(Line(), System.Globalization.CultureInfo.InvariantCulture))); break;
            case 'h': values.Add(memo.GetValueOrDefault(data[at++])); break;
            case 'j': values.Add(memo.GetValueOrDefault(Number(4))); break;
            default: Skip(code); break;
        }
    }

    // Everything else: how long it is, and that what it leaves is no text.
    private void Skip(byte code)
    {
        values.Add(null);
        switch ((char)code)
        {
            case 'F' or 'I' or 'L' or 'P': Line(); break;
            case 'K' or (char)0x80 or (char)0x82: Jump(1); break;
            case 'M' or (char)0x83: Jump(2); break;
            case 'J' or (char)0x84: Jump(4); break;
            case 'G' or (char)0x95: Jump(8); break;
            case 'C' or (char)0x8a: Jump(data[at++]); break;
            case 'B' or (char)0x8b: Jump(Number(4)); break;
            case (char)0x8e or (char)0x96: Jump(Number(8)); break;
            case '(' or ')' or ']' or '}' or '0' or '1' or '2' or 'N' or 'Q' or 'R':
            case 'a' or 'b' or 'd' or 'e' or 'l' or 'o' or 's' or 't' or 'u':
            case >= (char)0x81 and <= (char)0x98: break;
            default: throw new FormatException("unknown instruction");
        }
    }

    private void StackImport()
    {
        var name = Last();
        var module = values.Count > 1 ? values[^2] : null;
        values.Add(null);
        names.Add(module is null || name is null ? Computed : $"{module}.{name}");
    }

    private void Import(string module, string name)
    {
        values.Add(null);
        names.Add($"{module}.{name}");
    }

    private string? Last() => values.Count > 0 ? values[^1] : null;

    private string Line()
    {
        var end = Array.IndexOf(data, (byte)'\n', at);
        if (end < 0) throw new FormatException("a line has no end");
        var line = Encoding.UTF8.GetString(data, at, end - at);
        at = end + 1;
        return line.TrimEnd('\r');
    }

    private long Number(int bytes)
    {
        var number = 0L;
        for (var i = 0; i < bytes; i++) number |= (long)data[at + i] << (8 * i);
        at += bytes;
        return number;
    }

    private string Text(long length)
    {
        var start = at;
        Jump(length);
        return Encoding.UTF8.GetString(data, start, at - start);
    }

    private void Jump(long length)
    {
        if (length < 0 || length > data.Length - at) throw new FormatException("more is announced than there is");
        at += (int)length;
    }
}
