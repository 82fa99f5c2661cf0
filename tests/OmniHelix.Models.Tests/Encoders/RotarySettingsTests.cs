using System.Text.Json.Nodes;

namespace OmniHelix.Models.Tests.Encoders;

/// <summary>What a configuration may say of rotary positions.</summary>
public class RotarySettingsTests
{
    private const string Esm = "esm-rotary-tokendrop-mlm", Modern = "modernbert-mlm", Gena = "gena-rotary-mlm", UtrLm = "mm-utrlm-mlm";

    [Theory]
    [InlineData(Esm, "rope_parameters", """{"rope_type":"yarn","factor":4}""", "rope_parameters.rope_type")]
    [InlineData(Esm, "rope_parameters", """{"rope_theta":10000,"factor":4}""", "rope_parameters.factor")]
    [InlineData(Esm, "rope_scaling", """{"type":"linear","factor":2}""", "rope_scaling.type")]
    [InlineData(Esm, "partial_rotary_factor", "0.5", "partial_rotary_factor")]
    [InlineData(Modern, "rope_scaling", """{"type":"linear","factor":2}""", "rope_scaling.type")]
    [InlineData(Modern, "partial_rotary_factor", "0.5", "partial_rotary_factor")]
    [InlineData(Modern, "rope_parameters", """{"rope_type":"default","rope_theta":1000}""", "rope_parameters.rope_type")]
    [InlineData(Modern, "rope_parameters", """{"full_attention":{"partial_rotary_factor":0.5}}""", "full_attention.partial_rotary_factor")]
    [InlineData(Modern, "rope_parameters", """{"sliding_attention":{"rope_type":"yarn"}}""", "rope_parameters.sliding_attention.rope_type")]
    [InlineData(Gena, "rope_scaling", """{"rope_type":"dynamic","factor":2}""", "rope_scaling.rope_type")]
    [InlineData(UtrLm, "rope_scaling", """{"rope_type":"dynamic","factor":2}""", "rope_scaling.rope_type")]
    [InlineData(UtrLm, "rope_theta", "500000", "rope_theta")]
    [InlineData("mm-rinalmo-mlm", "rope_parameters", """{"rope_type":"llama3"}""", "rope_parameters.rope_type")]
    [InlineData("mm-calm-mlm", "partial_rotary_factor", "0.25", "partial_rotary_factor")]
    [InlineData("ntv2-mlm", "rope_parameters", """{"rope_type":"yarn"}""", "rope_parameters.rope_type")]
    public void WhatWouldGiveOtherNumbersIsRefused(string golden, string key, string value, string named)
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(golden, folder.Path, configure: config => config[key] = JsonNode.Parse(value));
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
        Assert.Equal("OH3204", e.Code);
        Assert.Contains($"{named}\"", e.Message, StringComparison.Ordinal);
        Assert.StartsWith(folder["config.json"], e.Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Esm, "rope_scaling", """{"rope_type":"default"}""")]
    [InlineData(Esm, "partial_rotary_factor", "1.0")]
    [InlineData(Esm, "rope_parameters", """{"rope_type":"default","rope_theta":10000.0,"partial_rotary_factor":1}""")]
    [InlineData(UtrLm, "rope_theta", "10000")]
    [InlineData(Modern, "rope_parameters", """{"full_attention":{"rope_theta":160000.0},"sliding_attention":null}""")]
    public void WhatSaysNothingNewIsRead(string golden, string key, string value)
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(golden, folder.Path, configure: config => config[key] = JsonNode.Parse(value));
        using var model = OmniModel.FromPretrained(folder.Path);
        using var plain = OmniModel.FromPretrained(Goldens.Encoder(golden));
        Assert.Equal(plain.Backbone.Config, model.Backbone.Config);
    }

    [Fact]
    public void ABaseInAMapCountsBeforeOneBesideIt()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(Esm, folder.Path, configure: config =>
        {
            config["rope_theta"] = 10000;
            config["rope_parameters"] = new JsonObject { ["rope_theta"] = 777 };
        });
        using var model = OmniModel.FromPretrained(folder.Path);
        Assert.Equal(777, Assert.IsType<Models.Encoders.EsmConfig>(model.Backbone.Config).RotaryBase);
    }

    [Theory]
    [InlineData("full_attention")]
    [InlineData("full_attention,sliding_attention,sliding_attention,full_attention,sliding_attention")]
    public void AListOfLayersHasAnEntryForEach(string types)
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(Modern, folder.Path, configure: config =>
            config["layer_types"] = new JsonArray([.. types.Split(',').Select(type => (JsonNode)type)]));
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
        Assert.Equal("OH3203", e.Code);
        Assert.Contains("for 4 layers", e.Message, StringComparison.Ordinal);
    }
}
