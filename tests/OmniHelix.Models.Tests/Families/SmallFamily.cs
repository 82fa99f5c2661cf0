using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Encoders;
using OmniHelix.Models.Families;

namespace OmniHelix.Models.Tests.Families;

/// <summary>A small configuration of every family in the table.</summary>
internal static class SmallFamily
{
    /// <summary>Saves a language model with the head that others publish.</summary>
    public static void Save(string folder, ModelFamily family)
    {
        using var model = OmniModel.Create(Read(folder, family, family.Names[0].ModelType), TaskType.MaskedLanguageModel, new(), seed: 3);
        model.SavePretrained(folder);
    }

    /// <summary>Reads the configuration that <see cref="Json"/> gives, by way of a file in a folder.</summary>
    public static BackboneConfig Read(string folder, ModelFamily family, string type)
    {
        var path = Path.Combine(folder, "config.json");
        File.WriteAllText(path, Json(family, type));
        var config = ModelFamilies.Read(ModelConfigFile.Open(path));
        Assert.Same(family, config.Family);
        return config;
    }

    /// <summary>What a publisher would write.</summary>
    public static string Json(ModelFamily family, string type) => $$"""
        {"model_type":"{{type}}","vocab_size":24,"hidden_size":16,"num_hidden_layers":3,"num_attention_heads":4,"intermediate_size":20,
         "max_position_embeddings":40,"pad_token_id":1{{Shown(family)}}}
        """;

    private static string Shown(ModelFamily family)
    {
        if (family == ScModernBert.Family) return Fields("dna_chunks");
        if (family.Keys.Layouts.Contains(MultiField.BeforeLabels)) return ",\"num_landmarks\":10" + Fields("genes");
        if (family == MosaicBert.Family) return ",\"alibi_starting_size\":16";
        return family == GenaLm.Family ? ",\"pre_layer_norm\":true" : "";
    }

    private static string Fields(string name) =>
        $$""","fields":[{"field_name":"{{name}}","tokenization_strategy":"tokenize","vocab_size":24}]""";
}
