using System.Text.Json;

namespace OmniHelix.Goldens.Groups;

/// <summary>A table of the models that lie in folders beside it, each with what it says of its training and normalisation.</summary>
internal sealed class SentencePieceModelCases : ITokenizerCases
{
    public IEnumerable<GoldenCase>? Discover(string path) =>
        GoldenJson.AreLines(path) && GoldenJson.Lines(path).Take(1).Any(record => record.TryGetProperty("trainer_spec", out _))
            ? GoldenJson.Lines(path).Select(record => Case(record, path)).ToList()
            : null;

    private static GoldenCase Case(JsonElement record, string path)
    {
        var name = record.GetProperty("case").GetString()!;
        return new GoldenCase(name, path, check => Compare(record, Path.Combine(Path.GetDirectoryName(path)!, name), check));
    }

    private static void Compare(JsonElement record, string folder, GoldenCheck check)
    {
        var model = SentencePieceCases.Read(SentencePieceCases.ModelOf(folder)!);
        check.Equal("pieces", model.Pieces.Count, record.GetProperty("pieces").GetInt32());
        var (trainer, normalizer) = (model.Trainer, model.Normalizer);
        Dictionary<string, object> said = new()
        {
            ["model_type"] = (int)trainer.Algorithm,
            ["vocab_size"] = trainer.VocabularySize,
            ["treat_whitespace_as_suffix"] = trainer.TreatWhitespaceAsSuffix,
            ["byte_fallback"] = trainer.ByteFallback,
            ["unk_id"] = trainer.UnknownId,
            ["bos_id"] = trainer.BosId,
            ["eos_id"] = trainer.EosId,
            ["pad_id"] = trainer.PadId,
            ["unk_piece"] = trainer.UnknownPiece,
            ["bos_piece"] = trainer.BosPiece,
            ["eos_piece"] = trainer.EosPiece,
            ["pad_piece"] = trainer.PadPiece,
            ["unk_surface"] = trainer.UnknownSurface,
            ["name"] = normalizer.Name,
            ["charsmap_bytes"] = normalizer.CharsMap.Length,
            ["add_dummy_prefix"] = normalizer.AddDummyPrefix,
            ["remove_extra_whitespaces"] = normalizer.RemoveExtraWhitespaces,
            ["escape_whitespaces"] = normalizer.EscapeWhitespaces,
        };
        foreach (var spec in (string[])["trainer_spec", "normalizer_spec"])
            foreach (var property in record.GetProperty(spec).EnumerateObject())
                check.Equal(property.Name, said.GetValueOrDefault(property.Name)?.ToString(), property.Value.ToString());
    }
}
