using System.Globalization;
using System.Text;
using System.Text.Json;
using OmniHelix.Sequences.Compression;
using OmniHelix.Tokenizers.SentencePieces;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// A folder with a model of SentencePiece: its vocabulary, what the library makes of texts (places are bytes of UTF-8 there), and what the
/// library of tokenizer.json makes of the same model.
/// </summary>
internal sealed class SentencePieceCases : ITokenizerCases
{
    public IEnumerable<GoldenCase>? Discover(string path) =>
        Directory.Exists(path) && ModelOf(path) is { } model ? Cases(path, model) : null;

    /// <summary>The model in a folder; null when there is none.</summary>
    public static string? ModelOf(string folder) => Directory.EnumerateFiles(folder)
        .FirstOrDefault(file => file.EndsWith(".model", StringComparison.Ordinal) || file.EndsWith(".model.gz", StringComparison.Ordinal));

    /// <summary>Reads a model, gzipped or not.</summary>
    public static SentencePieceModel Read(string path)
    {
        using var bytes = new MemoryStream();
        using (var file = CompressedInput.Open(path)) file.CopyTo(bytes);
        return SentencePieceModel.Parse(bytes.ToArray(), path);
    }

    private static IEnumerable<GoldenCase> Cases(string folder, string path)
    {
        var model = new Lazy<SentencePieceModel>(() => Read(path));
        yield return new GoldenCase("written again", path, check => CompareWritten(check, model.Value));
        if (Path.Combine(folder, "vocab.tsv") is var vocabulary && File.Exists(vocabulary))
            yield return new GoldenCase("vocabulary", vocabulary, check => CompareVocabulary(check, model.Value, vocabulary));
        if (TokenizerInputs.TableOf(folder, "encode") is { } table)
        {
            var texts = new Lazy<Dictionary<string, string>>(() => TokenizerInputs.Texts(table));
            foreach (var (number, record) in GoldenJson.Lines(table).Index())
            {
                var input = record.GetProperty("input").GetString()!;
                yield return new GoldenCase(
                    $"{number} {input}", table, check => new SentencePieceText(model.Value, texts.Value[input]).Compare(record, check));
            }
        }
        if (Path.Combine(folder, "converted_tokenizer.json") is var converted && File.Exists(converted))
            foreach (var one in EncodeCases.Cases(converted, TokenizerInputs.TableOf(folder, "converted_encode")!))
                yield return one with { Name = $"converted/{one.Name}" };
    }

    private static void CompareWritten(GoldenCheck check, SentencePieceModel model)
    {
        var again = SentencePieceModel.Parse(model.ToBytes(), "model");
        check.SameItems("pieces", again.Pieces, model.Pieces);
        check.Equal("bytes", Convert.ToHexString(again.ToBytes()), Convert.ToHexString(model.ToBytes()));
    }

    private static void CompareVocabulary(GoldenCheck check, SentencePieceModel model, string table)
    {
        string[][] rows = [.. File.ReadLines(table).Select(line => line.Split('\t'))];
        check.SameItems("pieces", model.Pieces.Select(piece => piece.Text), rows.Select(row => JsonSerializer.Deserialize<string>(row[0])));
        check.SameItems(
            "scores", model.Pieces.Select(piece => piece.Score), rows.Select(row => float.Parse(row[1], CultureInfo.InvariantCulture)));
        check.SameItems(
            "types", model.Pieces.Select(piece => piece.Type.ToString().ToUpperInvariant()), rows.Select(row => row[2].Replace("_", "")));
    }

    /// <summary>A text and what a model makes of it.</summary>
    private sealed class SentencePieceText
    {
        private readonly SentencePieceModel model;
        private readonly SentencePieceProcessor processor;
        private readonly string text;
        private readonly TokenBuffer tokens = new();

        public SentencePieceText(SentencePieceModel model, string text)
        {
            this.model = model;
            this.text = text;
            processor = new SentencePieceProcessor(model, "model");
            processor.Encode(text, 0, tokens);
        }

        public void Compare(JsonElement record, GoldenCheck check)
        {
            int[] ids = [.. tokens.Ids];
            if (record.TryGetProperty("args", out var args)) ids = WithArguments(args, ids);
            // Of the best ways only the first is found.
            if (record.TryGetProperty("nbest", out var best)) CompareIds(best[0][0]);
            if (record.TryGetProperty("ids", out var expected)) CompareIds(expected);
            if (record.TryGetProperty("error", out _)) check.Equal("has a beginning", Control(model.Trainer.BosPiece).Length, 0);
            if (record.TryGetProperty("normalized", out var normalized))
                check.Equal("normalized", processor.Normalize(text).Characters.ToString(), OrText(normalized));
            if (record.TryGetProperty("byte_offsets", out var offsets))
                check.Equal("byte_offsets", TokenizerInputs.Numbers(ByteOffsets()), TokenizerInputs.Numbers(offsets));
            if (record.TryGetProperty("pieces", out var pieces)) check.SameItems("pieces", Shown(pieces), Strings(pieces));
            if (record.TryGetProperty("decoded", out var decoded))
                check.Equal("decoded", processor.Decode(ids.Select(id => processor.Pieces[id].Text)), OrText(decoded));

            void CompareIds(JsonElement list) => check.Equal("ids", TokenizerInputs.Numbers(ids), TokenizerInputs.Numbers(list));
        }

        private int[] WithArguments(JsonElement args, int[] ids)
        {
            if (Asks("add_bos")) ids = [.. Control(model.Trainer.BosPiece), .. ids];
            if (Asks("add_eos")) ids = [.. ids, .. Control(model.Trainer.EosPiece)];
            return Asks("reverse") ? [.. ids.Reverse()] : ids;

            bool Asks(string name) => args.TryGetProperty(name, out var value) && value.GetBoolean();
        }

        private int[] Control(string piece) =>
            processor.Pieces.IdOf(piece) is { } id && processor.Pieces[id].Type == SentencePieceType.Control ? [id] : [];

        private IEnumerable<int> ByteOffsets() => tokens.Spans.ToArray().SelectMany(span => (int[])[Bytes(span.Start), Bytes(span.End)]);

        private int Bytes(int characters) => Encoding.UTF8.GetByteCount(text.AsSpan(0, characters));

        // The library shows the normalised text of what it does not know.
        private IEnumerable<string> Shown(JsonElement pieces) => tokens.Ids.ToArray().Zip(
            Strings(pieces), (id, piece) => id == processor.Pieces.Unknown ? piece : processor.Pieces[id].Text);

        private string? OrText(JsonElement value) => value.GetString() is "=" ? text : value.GetString();

        private static IEnumerable<string> Strings(JsonElement list) => list.EnumerateArray().Select(item => item.GetString()!);
    }
}
