using System.Text.Encodings.Web;
using System.Text.Json;
using OmniHelix.Rna.Design;

namespace OmniHelix.Workflows.Designing;

/// <summary>Designed sequences as one object with the keys of OmniGenBench's <c>rna_design</c>, and more.</summary>
internal static class DesignJson
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream stream, Designs designs)
    {
        var result = designs.Result;
        using (var json = new Utf8JsonWriter(stream, Readable))
        {
            json.WriteStartObject();
            json.WriteString("structure", designs.Configuration.Target.ToDotBracket());
            WriteParameters(json, designs.Configuration);
            json.WriteStartArray("best_sequences");
            foreach (var one in result.Sequences) json.WriteStringValue(one.Sequence);
            json.WriteEndArray();
            json.WriteBoolean("solved", result.IsSolved);
            json.WriteNumber("found", result.Found);
            json.WriteNumber("folds", result.Folds);
            json.WriteNumber("seconds", Math.Round(result.Elapsed.TotalSeconds, 3));
            json.WriteStartArray("designs");
            foreach (var one in result.Sequences) WriteDesign(json, one);
            json.WriteEndArray();
            if (result.Impossible is { } motif) json.WriteString("impossible", DesignText.Impossible(motif));
            json.WriteStartArray("rivals");
            foreach (var rival in result.Rivals) WriteRival(json, rival);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        stream.Write("\n"u8);
    }

    private static void WriteParameters(Utf8JsonWriter json, DesignConfiguration configuration)
    {
        var (settings, search) = (configuration.Settings, configuration.Search);
        json.WriteStartObject("parameters");
        if (settings.Model is { } model) json.WriteString("model", model);
        json.WriteNumber("seed", search.Seed);
        if (configuration.Original is { } original)
        {
            json.WriteNumber("mutation_ratio", original.MutationRatio);
            json.WriteNumber("num_population", original.Population);
            json.WriteNumber("num_generation", original.Generations);
        }
        else
        {
            json.WriteString("search", search.Search.ToString().ToLowerInvariant());
            if (search.Search == DesignSearch.Population)
            {
                json.WriteNumber("num_population", search.Population);
                json.WriteNumber("num_generation", search.Generations);
            }
            else
            {
                json.WriteNumber("chains", search.Chains);
            }
            json.WriteNumber("time", search.TimeLimit.TotalSeconds);
            json.WriteNumber("temperature", search.Temperature);
            if (settings.Model is not null) WritePrior(json, search);
        }
        json.WriteEndObject();
    }

    private static void WritePrior(Utf8JsonWriter json, DesignOptions search)
    {
        var prior = search.Prior;
        if (search.Search == DesignSearch.Population) json.WriteNumber("mutation_ratio", prior.MutationRatio);
        json.WriteNumber("lm_share", prior.Share);
        json.WriteNumber("lm_temperature", prior.Temperature);
        if (prior.TopK is { } most) json.WriteNumber("lm_top_k", most);
    }

    private static void WriteDesign(Utf8JsonWriter json, DesignedSequence one)
    {
        json.WriteStartObject();
        foreach (var (column, cell) in DesignFile.Columns)
        {
            json.WritePropertyName(column.Name);
            JsonSerializer.Serialize(json, cell(one));
        }
        json.WriteEndObject();
    }

    private static void WriteRival(Utf8JsonWriter json, RivalStructure rival)
    {
        json.WriteStartObject();
        json.WriteString("structure", rival.Structure.ToDotBracket());
        json.WriteNumber("count", rival.Count);
        json.WriteEndObject();
    }
}
