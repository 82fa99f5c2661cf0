namespace OmniHelix.Rna.Folding;

/// <summary>Measured values of one kind of loop, in 0.01 kcal/mol, the last index running fastest.</summary>
/// <param name="FreeEnergy">At 37 °C; +∞ where the loop cannot be.</param>
/// <param name="Enthalpy">What the free energy changes with temperature by.</param>
internal readonly record struct EnergyTable(double[] FreeEnergy, double[] Enthalpy)
{
    /// <summary>Number of values.</summary>
    public int Count => FreeEnergy.Length;

    /// <summary>
    /// The free energies at another temperature, unrounded: <c>H − (H − G)·ratio</c>, the ratio that of the absolute temperatures.
    /// </summary>
    public double[] At(double ratio)
    {
        var scaled = new double[Count];
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = double.IsFinite(FreeEnergy[i]) ? Enthalpy[i] - (Enthalpy[i] - FreeEnergy[i]) * ratio : double.PositiveInfinity;
        return scaled;
    }
}
