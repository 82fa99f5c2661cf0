using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;
using OmniHelix.Torch.Checkpoints.Memory;

namespace OmniHelix.Torch.Checkpoints.Safetensors;

/// <summary>One entry: bytes <c>[Begin, End)</c> of the buffer that follows the header.</summary>
internal sealed record SafetensorsEntry(string Name, SafetensorsType Type, long[] Shape, long Begin, long End);

/// <summary>
/// The JSON header of a safetensors file with every rule of the format checked: known types, sizes that agree with shapes, a buffer covered
/// exactly once, no duplicate key anywhere.
/// </summary>
internal sealed class SafetensorsHeader
{
    private const int MaxNameLength = 1024;
    private const int MaxTensors = 1_000_000;
    private const int MaxRank = 64;
    private const int MaxDepth = 4;
    private const long MaxInteger = 1L << 53;

    private readonly string path;
    private readonly Dictionary<string, SafetensorsEntry> entries = new(StringComparer.Ordinal);
    private readonly List<string> names = [];
    private Dictionary<string, string>? metadata;

    private SafetensorsHeader(string path) => this.path = path;

    public IReadOnlyList<string> Names => names;

    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => entries;

    public IReadOnlyDictionary<string, string> Metadata => metadata ??= [];

    /// <summary>Where the buffer starts in the file.</summary>
    public long BufferStart { get; private init; }

    public static SafetensorsHeader Read(MappedFile file, long maxHeaderBytes)
    {
        if (file.Length < 8)
            throw Error(file.Path, 0, $"a safetensors file starts with an 8-byte header length, this one has {file.Length} bytes");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(file.Bytes(0, 8));
        if (length > (ulong)Math.Min(maxHeaderBytes, int.MaxValue))
            throw Error(file.Path, 0, $"the header claims {length} bytes, the limit is {maxHeaderBytes}");
        if (length > (ulong)(file.Length - 8))
            throw Error(file.Path, 0, $"the header claims {length} bytes, only {file.Length - 8} follow");
        var json = file.Bytes(8, (int)length);
        if (json.IsEmpty || json[0] != '{') throw Error(file.Path, 8, "the header must begin with '{'");
        if (!Utf8.IsValid(json)) throw Error(file.Path, 8, "the header is not UTF-8");

        var header = new SafetensorsHeader(file.Path) { BufferStart = 8 + (long)length };
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            header.ReadObject(ref reader);
        }
        // GetString throws InvalidOperationException for an unpaired surrogate.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Error(file.Path, 8 + reader.BytesConsumed, $"the header is not the expected JSON: {e.Message}", e);
        }
        header.CheckCoverage(file.Length - header.BufferStart);
        return header;
    }

    private void ReadObject(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (name == "__metadata__") ReadMetadata(ref reader);
            else ReadEntry(ref reader, name);
        }
        // A last Read finds anything but white space after the object, or its missing end.
        if (reader.TokenType != JsonTokenType.EndObject || reader.Read()) throw Fail(ref reader, "the header must be one JSON object");
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (metadata is not null) throw Fail(ref reader, "'__metadata__' occurs twice");
        metadata = new(StringComparer.Ordinal);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw Fail(ref reader, "'__metadata__' must map strings to strings");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw Fail(ref reader, $"'__metadata__' must map strings to strings, '{key}' is not a string");
            if (!metadata.TryAdd(key, reader.GetString()!)) throw Fail(ref reader, $"the metadata key '{key}' occurs twice");
        }
    }

    private void ReadEntry(ref Utf8JsonReader reader, string name)
    {
        if (name.Length > MaxNameLength)
            throw Fail(ref reader, $"a tensor name has {name.Length} characters, the limit is {MaxNameLength}");
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw Fail(ref reader, $"the entry of '{name}' must be an object");

        SafetensorsType? type = null;
        long[]? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = reader.GetString()!;
            reader.Read();
            switch (field)
            {
                case "dtype" when type is null && reader.TokenType == JsonTokenType.String:
                    var word = reader.GetString()!;
                    type = SafetensorsType.Find(word) ?? throw Fail(ref reader, $"tensor '{name}' has the unknown dtype '{word}'");
                    break;
                case "shape" when shape is null:
                    shape = ReadIntegers(ref reader, name, MaxRank);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadIntegers(ref reader, name, 2);
                    break;
                default:
                    throw Fail(
                        ref reader,
                        $"the field '{field}' of '{name}' is unknown, of a wrong kind or given twice; expected dtype, shape, data_offsets");
            }
        }
        if (type is null || shape is null || offsets is not { Length: 2 })
            throw Fail(ref reader, $"'{name}' needs dtype, shape and two data_offsets");
        if (Size(type, shape) is not { } size)
            throw Fail(
                ref reader, $"the size of '{name}' ({type.Name} [{string.Join(", ", shape)}]) overflows or is not a whole number of bytes");
        if (offsets[0] > offsets[1] || offsets[1] - offsets[0] != size)
            throw Fail(
                ref reader,
                $"'{name}' is {type.Name} [{string.Join(", ", shape)}] and needs {size} bytes, "
                + $"its data_offsets are [{offsets[0]}, {offsets[1]}]");
        if (!entries.TryAdd(name, new SafetensorsEntry(name, type, shape, offsets[0], offsets[1])))
            throw Fail(ref reader, $"the tensor '{name}' occurs twice");
        names.Add(name);
        if (names.Count > MaxTensors) throw Fail(ref reader, $"more than {MaxTensors} tensors");
    }

    private long[] ReadIntegers(ref Utf8JsonReader reader, string name, int most)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Fail(ref reader, $"shape and data_offsets of '{name}' must be lists");
        var values = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (values.Count == most) throw Fail(ref reader, $"a list of '{name}' has more than {most} numbers");
            if (reader.TokenType != JsonTokenType.Number || reader.ValueSpan.ContainsAnyExceptInRange((byte)'0', (byte)'9')
                || !reader.TryGetInt64(out var value) || value > MaxInteger)
                throw Fail(ref reader, $"shape and data_offsets of '{name}' must be plain integers from 0 to 2^53");
            values.Add(value);
        }
        return [.. values];
    }

    // Dimensions are multiplied left to right, so that a huge product before a zero is an overflow too.
    private static long? Size(SafetensorsType type, long[] shape)
    {
        Int128 count = 1;
        foreach (var dimension in shape)
        {
            count *= dimension;
            if (count > long.MaxValue) return null;
        }
        var bits = count * type.Bits;
        return bits > long.MaxValue || bits % 8 != 0 ? null : (long)(bits / 8);
    }

    private void CheckCoverage(long bufferLength)
    {
        long cursor = 0;
        foreach (var entry in entries.Values.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != cursor)
                throw Error(path, BufferStart + Math.Min(cursor, bufferLength),
                    $"'{entry.Name}' begins at {entry.Begin}, expected {cursor}: tensors must follow one another without gap or overlap");
            cursor = entry.End;
        }
        if (cursor != bufferLength)
            throw Error(
                path, BufferStart + Math.Min(cursor, bufferLength),
                $"the tensors need {cursor} bytes, the file has {bufferLength} after its header");
    }

    private OmniException Fail(ref Utf8JsonReader reader, string message) => Error(path, 8 + reader.BytesConsumed, message);

    private static OmniException Error(string path, long offset, string message, Exception? inner = null) =>
        new("OH3010", message, $"{path}, byte {offset}", "The file is damaged or not safetensors: download or write it again.", inner);
}
